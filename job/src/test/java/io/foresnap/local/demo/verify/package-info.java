@NullMarked
package io.foresnap.local.demo.verify;

import org.jspecify.annotations.NullMarked;
