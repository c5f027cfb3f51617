package io.foresnap.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class EmbeddedHdfsTest {

    @Test
    void keepsAFileAndDeletesItsFolderWhenClosed() throws Exception {
        URI uri;
        String folder;

        try (EmbeddedHdfs hdfs = EmbeddedHdfs.start()) {
            uri = hdfs.uri();
            folder = hdfs.cluster().getDataDirectory();
            try (FileSystem files = FileSystem.newInstance(uri, hdfs.configuration())) {
                Path path = new Path("/a/b");
                try (var out = files.create(path)) {
                    out.writeInt(42);
                }
                try (var in = files.open(path)) {
                    assertThat(in.readInt()).isEqualTo(42);
                }
            }
        }

        assertThat(uri.getScheme()).isEqualTo("hdfs");
        assertThat(java.nio.file.Path.of(folder)).doesNotExist();
        assertThat(FreePorts.isFree(uri.getPort())).isTrue();
    }
}
