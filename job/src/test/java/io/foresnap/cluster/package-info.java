@NullMarked
package io.foresnap.cluster;

import org.jspecify.annotations.NullMarked;
