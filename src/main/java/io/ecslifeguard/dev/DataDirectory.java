package io.ecslifeguard.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/** The files of one database cluster. */
final class DataDirectory {
    private DataDirectory() {}

    /** Makes a new cluster in {@code data} unless there is one; one that was interrupted while being made is not one. */
    static void initialise(Path data, Path binaries, ServerAccount account) throws IOException {
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            delete(data);
            Files.createDirectories(data.getParent());
            var unfinished = Files.createTempDirectory(data.getParent(), data.getFileName() + ".");
            account.own(unfinished);
            var command = account.command(
                    binaries.resolve("bin/initdb").toString(),
                    "--pgdata=" + unfinished,
                    "--username=" + EmbeddedPostgres.USER,
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync");
            var initdb = Command.run(command);
            if (initdb.status() != 0) {
                delete(unfinished);
                throw new IOException("initdb failed: " + initdb.output());
            }
            Files.move(unfinished, data);
        }
        account.own(data);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    }

    /** Deletes the directory with all that is in it; one that is not there is well. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
