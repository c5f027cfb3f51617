@NullMarked
package io.foresnap.savepoint;

import org.jspecify.annotations.NullMarked;
