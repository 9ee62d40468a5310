package dev.stayflow.images.training;

import java.util.Map;

/**
 * A request and the status that it must be answered with. Placeholders are not filled in yet.
 *
 * @param line the request's line in its script
 */
record Exchange(
    int line, String method, String path, Map<String, String> headers, String body, int status) {}
