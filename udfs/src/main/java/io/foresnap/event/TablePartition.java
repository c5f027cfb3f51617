package io.foresnap.event;

/**
 * One partition of a table: the unit that has its own ordered change log.
 *
 * @param table table id, {@code schema.table}
 * @param partition partition number, from 0
 */
public record TablePartition(String table, int partition) implements Comparable<TablePartition> {

    /** Key text that is unique for every table and partition: the number stands last. */
    public String key() {
        return table + "/" + partition;
    }

    /** The partition whose {@link #key()} it is. */
    public static TablePartition ofKey(String key) {
        int slash = key.lastIndexOf('/');
        return new TablePartition(
                key.substring(0, slash), Integer.parseInt(key.substring(slash + 1)));
    }

    @Override
    public int compareTo(TablePartition other) {
        int byTable = table.compareTo(other.table);
        return byTable != 0 ? byTable : Integer.compare(partition, other.partition);
    }

    @Override
    public String toString() {
        return key();
    }
}
