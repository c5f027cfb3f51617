@NullMarked
package io.foresnap.table;

import org.jspecify.annotations.NullMarked;
