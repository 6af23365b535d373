package io.ecslifeguard.cloud;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A launch template, which holds what instances are made of.
 *
 * @param id such as {@code lt-bp1apo0bbbkuy0rj0fd7}
 * @param version its number; empty for the template's default version
 * @see <a href="https://www.alibabacloud.com/help/en/ecs/user-guide/overview-of-launch-templates">Launch templates</a>
 */
public record LaunchTemplate(String id, Optional<String> version) {

    public LaunchTemplate {
        requireNonNull(id, "id");
        if (version.filter(number -> !number.matches("[1-9][0-9]{0,8}")).isPresent()) {
            throw new IllegalArgumentException("The version of a launch template is a number, such as 3");
        }
    }
}
