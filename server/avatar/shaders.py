"""GLSL of the figure and the backdrop.

Light is worked out for each vertex and the picture's rows run from the top, both because a CPU may have to draw.
"""

_LAMPS = """
uniform vec3 key_from;
uniform vec3 key;
uniform vec3 fill;
uniform vec3 rim;
uniform vec3 sky;
uniform vec3 ground;
const vec3 FILL_FROM = normalize(vec3(0.80, 0.12, 0.58));
const vec3 RIM_FROM = normalize(vec3(0.62, 0.45, -0.64));
const vec3 RIM_LEFT = normalize(vec3(-0.75, 0.35, -0.56));
const vec3 VIEW = vec3(0.0, 0.0, 1.0);
const float CORNEA = 0.9;
const float IRIS = 0.43;
vec3 ambient(vec3 n) { return mix(ground, sky, n.y * 0.5 + 0.5); }
float rims(vec3 n) { return max(dot(n, RIM_FROM), 0.0) + 0.7 * max(dot(n, RIM_LEFT), 0.0); }
"""

_SKIN = """
void shade(vec3 n, float open, float lit, out vec3 light, out vec3 shine) {
    vec3 wrap = vec3(0.36, 0.20, 0.15);
    vec3 seen = mix(vec3(lit), vec3(1.0), vec3(0.16, 0.065, 0.04));
    light = key * max((dot(n, key_from) + wrap) / (1.0 + wrap), 0.0) * seen;
    light += fill * max((dot(n, FILL_FROM) + wrap) / (1.0 + wrap), 0.0) * open + ambient(n) * open;
    float edge = 1.0 - max(n.z, 0.0);
    float facing = max(dot(n, normalize(key_from + VIEW)), 0.0);
    shine = key * (0.045 * pow(facing, 12.0) + 0.030 * pow(facing, 48.0)) * lit;
    shine += edge * edge * edge * (rim * rims(n) * 0.7 + sky * 0.10) * open * smoothstep(0.3, 0.75, open);
}
"""

_CLOTHES = """
void shade(vec3 n, float open, float lit, out vec3 light, out vec3 shine) {
    light = key * max(dot(n, key_from) * 0.92 + 0.08, 0.0) * lit;
    light += fill * max(dot(n, FILL_FROM) * 0.9 + 0.1, 0.0) * open + ambient(n) * open * 1.15;
    float edge = 1.0 - max(n.z, 0.0);
    shine = (rim * rims(n) + sky * 0.2) * edge * edge * 0.13 * open * smoothstep(-0.5, 0.0, n.z);
}
"""

_WET = """
uniform float reached;
void shade(vec3 n, float open, float lit, out vec3 light, out vec3 shine) {
    light = ((key * max(dot(n, key_from) * 0.7 + 0.3, 0.0) * 0.7 + fill * 0.5) * lit + ambient(n) * open) * 0.9;
    light *= reached;
    shine = key * 0.10 * pow(max(dot(n, normalize(key_from + VIEW)), 0.0), 40.0) * lit * reached;
}
"""

_HAIR = """
void shade(vec3 n, float open, float lit, out vec3 light, out vec3 shine) {
    light = key * max(dot(n, key_from) * 0.75 + 0.25, 0.0) * mix(0.25, 1.0, lit);
    light += fill * max(dot(n, FILL_FROM) * 0.7 + 0.3, 0.0) * open + ambient(n) * open;
    float along = max(dot(n, normalize(key_from + VIEW + vec3(0.0, 0.35, 0.0))), 0.0);
    float edge = 1.0 - max(n.z, 0.0);
    vec3 band = key * 0.30 * pow(along, 24.0) * lit;
    vec3 back = rim * rims(n) * edge * edge * 0.55 * open;
    light += band * 2.2 + back * 1.6;
    shine = (band + back) * 0.045;
}
"""

_FLAT = """
void shade(vec3 n, float open, float lit, out vec3 light, out vec3 shine) {
    light = key * 0.5 + sky;
    shine = vec3(0.0);
}
"""

_VERTEX = """
in vec3 position;
in vec3 normal;
in vec2 uv;
in vec4 colour;
in vec4 baked;
uniform mat4 camera;
uniform mat4 head;
uniform mat4 local;
uniform float breath;
uniform float exposure;
out vec2 v_uv;
out vec3 v_light;
out vec3 v_shine;
out vec3 v_normal;
out vec3 v_straight;
flat out vec3 v_ahead;
void main() {
    vec4 rest = local * vec4(position, 1.0);
    vec3 straight = mat3(local) * normal;
    vec3 moved = mix(rest.xyz, (head * rest).xyz, baked.z);
    vec3 n = normalize(mix(straight, mat3(head) * straight, baked.z));
    float chest = (1.0 - baked.z) * smoothstep(-0.08, -0.24, rest.y);
    moved += breath * mix(vec3(0.0, 0.0007, 0.0), vec3(0.0, 0.0018, 0.0026), chest);
    vec3 light, shine;
    shade(n, baked.x, baked.y, light, shine);
    v_uv = uv;
    v_normal = n;
    v_straight = straight;
    v_ahead = mat3(head) * mat3(local) * VIEW;
    v_light = sqrt(max(light * colour.rgb * exposure, 0.0));
    v_shine = shine * exposure;
    gl_Position = camera * vec4(moved, 1.0);
}
"""

FAINTEST = 0.03
"""Of what is blended, alpha below which nothing is drawn."""

_TONE = """
vec3 toned(vec3 c) { return sqrt(min(c * (1.22 + c * 0.195) / (1.0 + c), 1.0)); }
"""

_PLAIN_FRAGMENT = (
    """
#version 330
in vec2 v_uv;
in vec3 v_light;
in vec3 v_shine;
out vec4 result;
uniform sampler2D picture;
"""
    + _TONE
    + """
void main() {
    vec3 base = texture(picture, v_uv).rgb * v_light;
    result = vec4(toned(base * base + v_shine), 1.0);
}
"""
)

_ALPHA_FRAGMENT = (
    f"""
#version 330
const float FAINTEST = {FAINTEST};"""
    """
in vec2 v_uv;
in vec3 v_light;
in vec3 v_shine;
out vec4 result;
uniform sampler2D picture;
uniform float strength;
uniform float solid;
"""
    + _TONE
    + """
void main() {
    vec4 texel = texture(picture, v_uv);
    if (texel.a < FAINTEST) discard;
    vec3 base = texel.rgb * v_light;
    result = vec4(toned(base * base + v_shine), texel.a < solid ? texel.a * strength : 1.0);
}
"""
)

_NUMBER_FRAGMENT = """
#version 330
in vec2 v_uv;
out vec4 result;
uniform sampler2D picture;
uniform float least;
uniform float first;
void main() {
    if (texture(picture, v_uv).a < least) discard;
    int number = int(first) + gl_PrimitiveID;
    result = vec4(ivec4(number, number >> 8, number >> 16, 0) & 255) / 255.0;
}
"""

_EYE_FRAGMENT = (
    """
#version 330
in vec2 v_uv;
in vec3 v_light;
in vec3 v_normal;
in vec3 v_straight;
flat in vec3 v_ahead;
out vec4 result;
uniform sampler2D picture;
uniform float shut;
"""
    + _LAMPS
    + _TONE
    + """
float glint(vec3 n, vec3 lamp, float size) {
    vec3 at = normalize(normalize(lamp + VIEW) + CORNEA * v_ahead);
    return 1.0 - smoothstep(size * 0.55, size, distance(n, at));
}
void main() {
    vec3 n = normalize(v_normal);
    vec3 s = normalize(v_straight);
    vec2 off = (n - v_ahead).xy;
    vec3 base = texture(picture, v_uv).rgb * v_light;
    float away = max(dot(off, -normalize(key_from.xy)), 0.0) / IRIS;
    base *= 1.0 + 0.45 * away * (1.0 - smoothstep(0.85 * IRIS, 0.98 * IRIS, length(off)));
    base *= 1.0 - 0.42 * smoothstep(0.06, 0.40, s.y) - 0.10 * smoothstep(0.10, 0.40, -s.y);
    base *= mix(vec3(1.0), vec3(0.72, 0.60, 0.58), smoothstep(0.28, 0.75, abs(s.x)));
    base *= 1.0 - 0.70 * smoothstep(0.30, 0.95, shut);
    float shine = 0.95 * glint(n, key_from * vec3(1.0, 0.36, 1.0), 0.100);
    shine += 0.14 * glint(n, FILL_FROM * vec3(0.8, -2.2, 1.0), 0.065);
    result = vec4(toned(base * base + shine), 1.0);
}
"""
)

_EYE = """
void shade(vec3 n, float open, float lit, out vec3 light, out vec3 shine) {
    light = key * max(dot(n, key_from) * 0.6 + 0.4, 0.0) * mix(1.0, lit, 0.8) * 0.62 + fill * 0.5 + ambient(n) * 0.9;
    shine = vec3(0.0);
}
"""


def _vertex(shade: str) -> str:
    return "#version 330\n" + _LAMPS + shade + _VERTEX


SKIN = (_vertex(_SKIN), _PLAIN_FRAGMENT)
CLOTHES = (_vertex(_CLOTHES), _PLAIN_FRAGMENT)
WET = (_vertex(_WET), _PLAIN_FRAGMENT)
EYE = (_vertex(_EYE), _EYE_FRAGMENT)
HAIR = (_vertex(_HAIR), _ALPHA_FRAGMENT)
DENSE_HAIR = (_vertex(_HAIR), _PLAIN_FRAGMENT)
LASHES = (_vertex(_FLAT), _ALPHA_FRAGMENT)
NUMBERS = (_vertex(_FLAT), _NUMBER_FRAGMENT)

BACKDROP = (
    """
#version 330
const vec2 CORNERS[3] = vec2[3](vec2(-1.0, -1.0), vec2(3.0, -1.0), vec2(-1.0, 3.0));
out vec2 v_uv;
uniform vec4 crop;
void main() {
    v_uv = crop.xy + (CORNERS[gl_VertexID] * 0.5 + 0.5) * crop.zw;
    gl_Position = vec4(CORNERS[gl_VertexID], 0.0, 1.0);
}
""",
    """
#version 330
in vec2 v_uv;
out vec4 result;
uniform sampler2D picture;
void main() { result = vec4(texture(picture, v_uv).rgb, 1.0); }
""",
)
