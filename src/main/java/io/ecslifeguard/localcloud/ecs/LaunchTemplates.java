package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Parameters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Launch templates; their data are RunInstances' own parameters. */
final class LaunchTemplates {

    private static final int MOST = 1_000;

    /** One template: its versions count from 1, the newest is the default. */
    record Template(String id, String name, Instant created, List<Map<String, String>> versions) {}

    private final List<Template> templates = new ArrayList<>();

    /** Adds a template, or a version to the one of that name. */
    void add(String name, Map<String, String> data, Instant now) {
        var known = templates.stream().filter(it -> it.name().equals(name)).findFirst();
        if (known.isEmpty() && templates.size() >= MOST
                || known.isPresent() && known.get().versions().size() >= MOST) {
            throw new ApiError(
                    403,
                    "QuotaExceed.LaunchTemplate",
                    "The local cloud holds at most " + MOST + " launch templates and versions of each.");
        }
        var template = known.orElseGet(() -> {
            var added = new Template("lt-local" + (templates.size() + 1), name, now, new ArrayList<>());
            templates.add(added);
            return added;
        });
        template.versions().add(Map.copyOf(data));
    }

    List<Template> all() {
        return List.copyOf(templates);
    }

    /** The template that the call names by id or name; empty where it names none. */
    Optional<Template> named(Parameters call) {
        var id = call.text("LaunchTemplateId");
        var name = call.text("LaunchTemplateName");
        if (id == null && name == null) {
            return Optional.empty();
        }
        var found = templates.stream()
                .filter(it -> id == null ? it.name().equals(name) : it.id().equals(id))
                .findFirst();
        if (found.isEmpty()) {
            throw new ApiError(404, "InvalidLaunchTemplate.NotFound", "The specified launch template does not exist.");
        }
        return found;
    }

    /** The call's parameters over those of its launch template. */
    Parameters fillIn(Parameters call) {
        return named(call).map(template -> merge(template, call)).orElse(call);
    }

    private static Parameters merge(Template template, Parameters call) {
        var newest = template.versions().size();
        var version = call.text("LaunchTemplateVersion", String.valueOf(newest));
        if (!version.matches("\\d{1,4}") || Integer.parseInt(version) < 1 || Integer.parseInt(version) > newest) {
            throw new ApiError(
                    404,
                    "InvalidLaunchTemplateVersion.NotFound",
                    "The specified launch template version does not exist.");
        }
        var merged = new LinkedHashMap<>(template.versions().get(Integer.parseInt(version) - 1));
        call.values().keySet().forEach(name -> merged.keySet().removeIf(given -> replaces(name, given)));
        call.values().forEach((name, value) -> {
            if (!value.isEmpty()) {
                merged.put(name, value);
            }
        });
        return new Parameters(Map.copyOf(merged));
    }

    // A list of the call replaces the template's list, and either form of security groups the other
    private static boolean replaces(String name, String given) {
        var list = name.replaceFirst("\\.\\d.*", ".");
        return list.endsWith(".") && given.startsWith(list)
                || name.startsWith("SecurityGroupId") && given.startsWith("SecurityGroupId");
    }
}
