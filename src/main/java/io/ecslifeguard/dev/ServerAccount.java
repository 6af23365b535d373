package io.ecslifeguard.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whom the server runs as. PostgreSQL refuses to run as root, so that root becomes somebody else, by whichever means
 * this machine has.
 *
 * @param prefix the command that changes the account, empty where none is needed
 * @param uid the numeric owner that the data need, or -1 where they are left as they are
 */
record ServerAccount(List<String> prefix, int uid) {
    private static final int NOBODY = 65534;

    static boolean isRoot() {
        return Command.run(List.of("id", "-u")).output().equals("0");
    }

    /** An account that reaches both the programs and the directory of the data. */
    static ServerAccount choose(Path binaries, Path data) throws IOException {
        if (!isRoot()) {
            return new ServerAccount(List.of(), -1);
        }
        // Data that belong to an ordinary user stay that user's.
        var owner = Files.exists(data) ? (int) Files.getAttribute(data, "unix:uid") : 0;
        var uid = owner == 0 ? NOBODY : owner;
        var setpriv = List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups");
        // The one capability lets the server walk through directories that only root may enter, such as /root.
        var setprivWalking = Stream.concat(
                        setpriv.stream(),
                        Stream.of("--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override"))
                .toList();
        var tried = new ArrayList<String>();
        for (var account : List.of(
                new ServerAccount(setpriv, uid),
                new ServerAccount(setprivWalking, uid),
                new ServerAccount(List.of("unshare", "-U"), 0))) {
            var probe = Command.run(account.command(
                    "sh",
                    "-c",
                    "test $(id -u) != 0 || { echo 'still root'; exit 1; }; for d; do test -x $d || { echo \"$d is closed"
                            + " to it\"; exit 1; }; done",
                    "sh",
                    binaries.resolve("bin/postgres").toString(),
                    data.getParent().toString()));
            if (probe.status() == 0) {
                return account;
            }
            tried.add("`%s` (%s)".formatted(String.join(" ", account.prefix()), probe.output()));
        }
        throw new IOException("PostgreSQL does not run as root, and no other account can be taken on here. Tried: "
                + String.join(", ", tried) + ". Install util-linux' setpriv, or run as an ordinary user, or name a"
                + " PostgreSQL of your own in LIFEGUARD_DATABASE_URL.");
    }

    List<String> command(String... command) {
        return Stream.concat(prefix.stream(), Stream.of(command)).toList();
    }

    /** Gives the directory, with all that is in it, to this account. */
    void own(Path directory) throws IOException {
        if (uid < 0) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (var file : files.toList()) {
                if ((int) Files.getAttribute(file, "unix:uid") != uid) {
                    Files.setAttribute(file, "unix:uid", uid);
                }
            }
        }
    }
}
