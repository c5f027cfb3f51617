package io.foresnap.cluster;

import java.io.IOException;

/**
 * What a new cluster is to be like.
 *
 * @param slots of each TaskManager
 * @param freePorts whether any ports will do; otherwise those where everybody looks
 * @param portOffset is added to each of those
 */
public record ClusterPlan(
        int dataNodes, int taskManagers, int slots, boolean freePorts, int portOffset) {

    ClusterSettings settings() throws IOException {
        Ports ports = freePorts ? Ports.free(taskManagers) : Ports.usual(portOffset);
        return new ClusterSettings(dataNodes, taskManagers, slots, ports);
    }
}
