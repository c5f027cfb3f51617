package io.foresnap.cluster.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which faults the check makes.
 *
 * @param keys of the faults; empty for none
 */
public record FaultChoice(Set<String> keys) {

    /** Chooses every fault. */
    public static final String ALL = "all";

    /** No fault but the TaskManager that is always killed. */
    public static final FaultChoice NONE = new FaultChoice(Set.of());

    private static final List<String> PROCESSES =
            List.of("taskmanager-1", "jobmanager", "kafka", "datanode-1", "namenode", "zookeeper");
    private static final LargeTable LARGE = new LargeTable("shop.large", 110_000, 0);
    private static final LargeTable LONG_LOG = new LargeTable("shop.long_log", 350, 220);

    /** Can be made only where a small disk can be mounted. */
    static final Set<String> NEED_DISK = Set.of("cache-disk", "checkpoint-disk");

    /** Chooses by keys, separated by commas; an unknown one is named. */
    public static FaultChoice of(String list) {
        Set<String> keys = new TreeSet<>(List.of(list.split(",")));
        Set<String> known = known();
        if (keys.remove(ALL)) {
            keys.addAll(known);
        }
        for (String key : keys) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException(
                        "no fault '%s': there are %s".formatted(key, String.join(", ", known)));
            }
        }
        return new FaultChoice(keys);
    }

    /** All there are. */
    public static Set<String> known() {
        Set<String> known = new TreeSet<>(NEED_DISK);
        withoutDisk().forEach(fault -> known.add(fault.key()));
        known.add(new Rescaling().key());
        return known;
    }

    boolean any() {
        return !keys.isEmpty();
    }

    boolean needsDisk() {
        return NEED_DISK.stream().anyMatch(keys::contains);
    }

    boolean rescales() {
        return keys.contains(new Rescaling().key());
    }

    /** Those chosen, but the rescaling, in the order they are made in. */
    List<Fault> faults(Optional<SmallDisk> disk) {
        List<Fault> all = new ArrayList<>(withoutDisk());
        disk.ifPresent(small -> all.add(new FullCacheDisk(small)));
        disk.ifPresent(small -> all.add(new FullCheckpointDisk(small)));
        return all.stream().filter(fault -> keys.contains(fault.key())).toList();
    }

    private static List<Fault> withoutDisk() {
        List<Fault> faults = new ArrayList<>();
        PROCESSES.forEach(process -> faults.add(new KillFault(process)));
        faults.add(new InvalidRequests());
        faults.add(new LargePartition("large-partition", "partition larger than the heap", LARGE));
        faults.add(new LargePartition("long-log", "log larger than the heap", LONG_LOG));
        faults.add(
                new HangingStorage(
                        "reads-hang", "DataNodes hang", List.of("datanode-1", "datanode-2")));
        faults.add(new HangingStorage("storage-hangs", "NameNode hangs", List.of("namenode")));
        return faults;
    }
}
