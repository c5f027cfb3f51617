package io.foresnap.cluster;

import java.util.List;

/**
 * How a JVM is started.
 *
 * @param flags of the JVM
 * @param arguments of the main class
 */
record Launch(String mainClass, String classPath, List<String> flags, List<String> arguments) {}
