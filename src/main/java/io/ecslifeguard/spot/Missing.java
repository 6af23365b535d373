package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.Backend;
import io.ecslifeguard.journal.Edit.Kind;
import io.ecslifeguard.journal.EditResult;
import io.ecslifeguard.journal.SentEdit;
import java.util.List;

/** What is left to do of an edit, as its group shows. */
final class Missing {

    private Missing() {}

    static EditResult of(SentEdit edit, List<Backend> members) {
        var out = edit.step() == Kind.SWAP
                ? BackendList.in(members, BackendList.read(edit.oldBackends()))
                : List.<Backend>of();
        var in = BackendList.notIn(members, BackendList.read(edit.newBackends()));
        if (out.isEmpty() && in.isEmpty()) {
            return EditResult.done(edit, false);
        }
        var step = out.isEmpty() ? Kind.ADD : in.isEmpty() ? Kind.REMOVE : Kind.SWAP;
        return EditResult.left(edit, step, BackendList.write(out), BackendList.write(in));
    }
}
