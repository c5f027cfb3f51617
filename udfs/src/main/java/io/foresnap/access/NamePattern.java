package io.foresnap.access;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names that a pattern stands for: {@code *} is any text, {@code ?} any one character. */
final class NamePattern {

    private final Pattern pattern;

    NamePattern(String text) {
        String regex =
                text.codePoints()
                        .mapToObj(
                                c ->
                                        switch (c) {
                                            case '*' -> ".*";
                                            case '?' -> ".";
                                            default -> Pattern.quote(Character.toString(c));
                                        })
                        .collect(Collectors.joining());
        pattern = Pattern.compile(regex, Pattern.DOTALL);
    }

    /** Whether the whole name is such a one; letters' case counts. */
    boolean matches(String name) {
        return pattern.matcher(name).matches();
    }
}
