@NullMarked
package io.foresnap.restore;

import org.jspecify.annotations.NullMarked;
