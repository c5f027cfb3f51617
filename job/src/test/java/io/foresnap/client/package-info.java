@NullMarked
package io.foresnap.client;

import org.jspecify.annotations.NullMarked;
