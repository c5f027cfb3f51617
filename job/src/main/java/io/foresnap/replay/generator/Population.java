package io.foresnap.replay.generator;

import io.foresnap.replay.Trace.Entity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Who asks for what: the partitions of a made-up trace and the sources of their requests. */
final class Population {

    /** One partition. */
    record Member(Entity entity, HabitKind kind, long changeMs) {}

    private final List<Member> members = new ArrayList<>();
    private final List<RequestSource> sources = new ArrayList<>();
    private final Map<HabitKind, Integer> tables = new EnumMap<>(HabitKind.class);

    /** A new table; the numbers of its partitions' entities. */
    List<Integer> table(HabitKind kind, int partitions, long changeMs) {
        int number = tables.merge(kind, 1, Integer::sum);
        String name = String.format(Locale.ROOT, "%s.table_%03d", kind.label(), number);
        List<Integer> entities = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            entities.add(members.size());
            Entity entity = new Entity(name, Integer.toString(partition));
            members.add(new Member(entity, kind, changeMs));
        }
        return entities;
    }

    /** A new table of one partition, whose schedule does not change. */
    List<Integer> table(HabitKind kind) {
        return table(kind, 1, GeneratedTrace.NEVER);
    }

    void add(RequestSource source) {
        sources.add(source);
    }

    List<Member> members() {
        return members;
    }

    List<RequestSource> sources() {
        return sources;
    }
}
