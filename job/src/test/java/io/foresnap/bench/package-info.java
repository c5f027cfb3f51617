@NullMarked
package io.foresnap.bench;

import org.jspecify.annotations.NullMarked;
