@NullMarked
package io.foresnap.job;

import org.jspecify.annotations.NullMarked;
