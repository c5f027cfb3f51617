@NullMarked
package io.foresnap.export;

import org.jspecify.annotations.NullMarked;
