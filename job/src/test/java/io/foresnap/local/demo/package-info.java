@NullMarked
package io.foresnap.local.demo;

import org.jspecify.annotations.NullMarked;
