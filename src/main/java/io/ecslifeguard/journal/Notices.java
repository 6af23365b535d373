package io.ecslifeguard.journal;

import io.ecslifeguard.event.InstanceId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;

/** Records what operators should hear of, and calls for its being told. */
@ApplicationScoped
public class Notices {

    /** The reaction that tells. */
    public static final String TOLD_BY = "notify";

    /**
     * Two parts of a {@code with}, after a part {@code news (key, kind, instance_id, reaction_id, text)}: the notices
     * that are new, and the calls for telling them.
     */
    static final String RECORD = """
            noticed as (
                insert into notice (key, kind, instance_id, reaction_id, text)
                select key, kind, instance_id, reaction_id, text from news
                on conflict (key) do nothing
                returning id
            ), announced as (
                insert into reaction (name, notice_id) select '%s', id from noticed
                returning 1
            )
            """.formatted(TOLD_BY);

    private static final String TELL = """
            with news (key, kind, instance_id, reaction_id, text) as (
                values ($1::text, $2::text, $3::text, null::bigint, $4::text)
            ), %s
            select (select count(*)::int from announced)
            """.formatted(RECORD);

    private final Database database;

    Notices(Database database) {
        this.database = database;
    }

    /** Records a notice that no reaction found; false when its key was told already. */
    public Uni<Boolean> tell(Notice notice) {
        var parameters = Tuple.of(
                notice.key().orElse(null),
                notice.kind().column(),
                notice.instance().map(InstanceId::value).orElse(null),
                notice.text());
        return database.run(TELL, parameters).map(rows -> rows.iterator().next().getInteger(0) > 0);
    }

    /** The four columns of notices, as the parameters of an {@code unnest}: key, kind, instance, text. */
    static void columns(List<Notice> notices, Tuple parameters) {
        parameters.addArrayOfString(texts(notices, notice -> notice.key().orElse(null)));
        parameters.addArrayOfString(texts(notices, notice -> notice.kind().column()));
        parameters.addArrayOfString(texts(
                notices, notice -> notice.instance().map(InstanceId::value).orElse(null)));
        parameters.addArrayOfString(texts(notices, Notice::text));
    }

    private static String[] texts(List<Notice> notices, Function<Notice, String> field) {
        return notices.stream().map(field).toArray(String[]::new);
    }
}
