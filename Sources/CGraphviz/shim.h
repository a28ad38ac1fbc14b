// All that Zabscope asks of Graphviz, so that Swift sees no type that differs between its versions and
// owns no memory of its making. Not thread-safe: the caller holds a lock around every call.
#include <graphviz/gvc.h>
#include <stdlib.h>
#include <string.h>

/// What Graphviz had to say while it worked; reset by each call of `zs_graphviz_render`.
static inline char *zs_graphviz_said(void) {
    static char said[1024];
    return said;
}

static inline int zs_graphviz_listen(char *text) {
    strncat(zs_graphviz_said(), text, 1023 - strlen(zs_graphviz_said()));
    return 0;
}

/// A context for any number of drawings, or NULL. It lives as long as the process.
static inline void *zs_graphviz_open(void) { return gvContext(); }

/// Draws `dot`, whose every element has its place, in `format`. Returns bytes to be handed to
/// `zs_graphviz_free` and their count, or NULL. `message` receives what Graphviz complained about,
/// which stays valid until the next call.
static inline unsigned char *zs_graphviz_render(
    void *context, const char *dot, const char *format, long *count, const char **message) {
    zs_graphviz_said()[0] = 0;
    *message = zs_graphviz_said();
    *count = 0;
    agusererrf before = agseterrf(zs_graphviz_listen);
    agreseterrors();
    char *bytes = NULL;
    // The length's type is `unsigned int` in some versions and `size_t` in others.
    union { unsigned int narrow; size_t wide; } length = { .wide = 0 };
    Agraph_t *graph = agmemread(dot);
    if (graph != NULL) {
        if (gvLayout(context, graph, "nop2") == 0) {
            if (gvRenderData(context, graph, format, &bytes, (void *)&length) != 0) {
                if (bytes != NULL) gvFreeRenderData(bytes);
                bytes = NULL;
            }
            gvFreeLayout(context, graph);
        }
        agclose(graph);
    }
    agseterrf(before);
    if (bytes != NULL) *count = (long)length.wide;
    return (unsigned char *)bytes;
}

static inline void zs_graphviz_free(unsigned char *bytes) {
    if (bytes != NULL) gvFreeRenderData((char *)bytes);
}
