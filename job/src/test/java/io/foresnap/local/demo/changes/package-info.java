@NullMarked
package io.foresnap.local.demo.changes;

import org.jspecify.annotations.NullMarked;
