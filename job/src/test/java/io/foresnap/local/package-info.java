@NullMarked
package io.foresnap.local;

import org.jspecify.annotations.NullMarked;
