package io.foresnap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.CompositeType;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;

/** Sends a value through the serializer Flink would use with generic types turned off. */
public final class WithoutKryo {

    private WithoutKryo() {}

    /** The value as it comes back. */
    public static <T> T roundTrip(Class<T> type, T value) throws IOException {
        TypeSerializer<T> serializer = serializer(type);
        DataInputViewStreamWrapper in =
                new DataInputViewStreamWrapper(new ByteArrayInputStream(bytes(type, value)));
        return serializer.deserialize(in);
    }

    /** The value's bytes in state. */
    public static <T> byte[] bytes(Class<T> type, T value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        serializer(type).serialize(value, new DataOutputViewStreamWrapper(bytes));
        return bytes.toByteArray();
    }

    /** No field of a class, nor of what is in it, may need Kryo. */
    public static void assertAtAnyDepth(Class<?> type) {
        assertAtAnyDepth(type.getSimpleName(), TypeInformation.of(type));
    }

    private static void assertAtAnyDepth(String path, TypeInformation<?> type) {
        assertThat(type).as(path).isNotInstanceOf(GenericTypeInfo.class);
        if (type instanceof CompositeType<?> composite) {
            for (String field : composite.getFieldNames()) {
                assertAtAnyDepth(path + "." + field, composite.getTypeAt(field));
            }
        }
        type.getGenericParameters()
                .forEach((name, parameter) -> assertAtAnyDepth(path + "<" + name, parameter));
    }

    private static <T> TypeSerializer<T> serializer(Class<T> type) {
        TypeInformation<T> information = TypeInformation.of(type);
        assertThat(information).isNotInstanceOf(GenericTypeInfo.class);
        SerializerConfigImpl config = new SerializerConfigImpl();
        config.setGenericTypes(false);
        return information.createSerializer(config);
    }
}
