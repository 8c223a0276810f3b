# ruff: noqa: E501 (cue tables read best one cue a line)
"""The words a shopper uses for what the catalogue holds, and words that are never a frame's name."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from app.domain.frame import Bridge, FrameShape, Material, Rim
from app.domain.needs import COLOUR_FAMILIES

COLOURS: Mapping[str, str] = MappingProxyType(
    {name: name for name in COLOUR_FAMILIES}
    | {
        "gray": "grey", "dark blue": "navy", "navy": "navy", "light blue": "sky blue", "sky blue": "sky blue",
        "petrol": "petrol blue", "transparent": "clear", "crystal": "clear", "see through": "clear", "teal": "teal",
        "burgundy": "burgundy", "wine red": "burgundy", "maroon": "burgundy", "cherry": "cherry red",
        "dark green": "forest green", "forest green": "forest green", "olive": "olive green", "sage": "sage green",
        "rose gold": "rose gold", "golden": "gold", "gunmetal": "gunmetal", "copper": "copper", "havana": "tortoise",
        "honey": "honey tortoise", "caramel": "caramel", "chestnut": "chestnut brown", "cream": "cream",
        "ivory": "ivory", "plum": "plum", "lilac": "lilac", "violet": "purple", "lavender": "lilac",
        "mustard": "mustard", "blush": "blush pink", "rose": "pink", "turquoise": "teal", "matte black": "matte black",
        "slate": "slate grey", "smoke": "smoke grey", "pastel": "pastel", "pastels": "pastel", "pastel colored": "pastel", "pastel colors": "pastel", "earthy": "earthy",
        "earth tone": "earthy", "earth tones": "earthy", "earth colors": "earthy", "autumn colors": "earthy",
        "warm color": "warm-coloured", "warm colors": "warm-coloured", "warm tones": "warm-coloured",
        "cool color": "cool-coloured", "cool colors": "cool-coloured", "cold colors": "cool-coloured",
        "dark one": "dark", "dark frames": "dark", "dark color": "dark", "dark colors": "dark", "dark colored": "dark",
        "pale one": "pale", "pale color": "pale", "pale colors": "pale", "light color": "pale", "light colors": "pale",
        "light colored": "pale", "bluish": "blue", "blueish": "blue", "greenish": "green", "reddish": "red",
        "brownish": "brown", "grayish": "grey", "pinkish": "pink", "tomato": "cherry red", "fire engine": "cherry red",
        "fire engine red": "cherry red", "tomato red": "cherry red", "red like tomato": "cherry red",
        "red like a tomato": "cherry red", "lipstick": "cherry red", "lipstick red": "cherry red",
        "scarlet": "cherry red", "ruby": "cherry red", "ferrari red": "cherry red", "cherry red": "cherry red",
        "bordeaux": "burgundy", "oxblood": "burgundy", "merlot": "burgundy", "wine colored": "burgundy",
        "mint": "sage green", "minty": "sage green", "mint green": "sage green", "pistachio": "sage green",
        "sage green": "sage green", "army green": "olive green", "military green": "olive green",
        "khaki": "olive green", "olive drab": "olive green", "olive green": "olive green",
        "bottle green": "forest green", "racing green": "forest green", "emerald": "forest green",
        "hunter green": "forest green", "like sky": "sky blue", "like the sky": "sky blue", "sky colored": "sky blue",
        "baby blue": "sky blue", "powder blue": "sky blue", "ice blue": "sky blue", "midnight blue": "navy",
        "navy blue": "navy", "petrol blue": "petrol blue", "cognac": "honey tortoise", "toffee": "caramel",
        "chocolate": "chestnut brown", "mocha": "chestnut brown", "chestnut brown": "chestnut brown",
        "charcoal": "slate grey", "anthracite": "gunmetal", "graphite": "gunmetal", "pewter": "gunmetal",
        "aubergine": "plum", "eggplant": "plum", "translucent": "clear", "colorless": "clear", "off white": "ivory",
        "turtle": "tortoise", "turtle pattern": "tortoise", "turtle shell": "tortoise", "turtle print": "tortoise",
        "leopard": "tortoise", "leopard print": "tortoise", "animal print": "tortoise", "speckled": "tortoise",
        "speckled brown": "tortoise", "mottled": "tortoise", "marbled": "tortoise", "honey tortoise": "honey tortoise",
        "blush pink": "blush pink", "smoke gray": "smoke grey", "slate gray": "slate grey",
    }
)  # fmt: skip

SHAPES: Mapping[str, FrameShape] = MappingProxyType(
    {
        "round": FrameShape.ROUND, "circular": FrameShape.ROUND, "circle": FrameShape.ROUND, "rounded": FrameShape.ROUND,
        "oval": FrameShape.OVAL, "panto": FrameShape.PANTO, "pantos": FrameShape.PANTO,
        "rectangle": FrameShape.RECTANGLE, "rectangles": FrameShape.RECTANGLE, "rectangular": FrameShape.RECTANGLE,
        "square": FrameShape.SQUARE, "squares": FrameShape.SQUARE, "squared": FrameShape.SQUARE,
        "boxy": FrameShape.SQUARE, "cat eye": FrameShape.CAT_EYE, "aviator": FrameShape.AVIATOR,
        "aviators": FrameShape.AVIATOR, "pilot style": FrameShape.AVIATOR, "teardrop": FrameShape.AVIATOR,
        "browline": FrameShape.BROWLINE, "browlines": FrameShape.BROWLINE, "geometric": FrameShape.GEOMETRIC,
        "hexagonal": FrameShape.GEOMETRIC, "hexagon": FrameShape.GEOMETRIC, "octagonal": FrameShape.GEOMETRIC,
        "angular": FrameShape.GEOMETRIC,
        "pilots": FrameShape.AVIATOR, "pilot one": FrameShape.AVIATOR, "pilot frames": FrameShape.AVIATOR, "pilot type": FrameShape.AVIATOR, "like a pilot": FrameShape.AVIATOR,
        "pilot glasses": FrameShape.AVIATOR, "pilot shape": FrameShape.AVIATOR, "flying man": FrameShape.AVIATOR, "flyer": FrameShape.AVIATOR,
        "cop glasses": FrameShape.AVIATOR, "cop style": FrameShape.AVIATOR,
        "pointy corners": FrameShape.CAT_EYE, "pointed corners": FrameShape.CAT_EYE, "pointy": FrameShape.CAT_EYE, "upswept": FrameShape.CAT_EYE,
        "cat form": FrameShape.CAT_EYE, "cat one": FrameShape.CAT_EYE, "cat shape": FrameShape.CAT_EYE, "cat shaped": FrameShape.CAT_EYE, "cat style": FrameShape.CAT_EYE,
        "cat frames": FrameShape.CAT_EYE, "cat glasses": FrameShape.CAT_EYE, "cat like": FrameShape.CAT_EYE, "like a cat": FrameShape.CAT_EYE, "cat look": FrameShape.CAT_EYE,
        "winged": FrameShape.CAT_EYE, "like a wing": FrameShape.CAT_EYE, "like wings": FrameShape.CAT_EYE, "corners going up": FrameShape.CAT_EYE, "corners go up": FrameShape.CAT_EYE, "corners up": FrameShape.CAT_EYE, "swept up": FrameShape.CAT_EYE, "upturned": FrameShape.CAT_EYE, "up at the corners": FrameShape.CAT_EYE, "flicked up": FrameShape.CAT_EYE, "turned up at the corners": FrameShape.CAT_EYE,
        "egg shaped": FrameShape.OVAL, "heavy brow": FrameShape.BROWLINE, "thick line on top": FrameShape.BROWLINE, "line on top": FrameShape.BROWLINE,
        "dark line on top": FrameShape.BROWLINE, "bar on top": FrameShape.BROWLINE, "thick top": FrameShape.BROWLINE, "heavy on top": FrameShape.BROWLINE,
        "eyebrow line": FrameShape.BROWLINE, "eyebrow frames": FrameShape.BROWLINE,
        "circles": FrameShape.ROUND, "rounder": FrameShape.ROUND, "roundish": FrameShape.ROUND, "round ish": FrameShape.ROUND,
    }
)  # fmt: skip

MATERIALS: Mapping[str, tuple[Material, ...]] = MappingProxyType(
    {
        "acetate": (Material.ACETATE,), "titanium": (Material.TITANIUM,), "stainless": (Material.STEEL,),
        "steel": (Material.STEEL,), "tr90": (Material.TR90,), "aluminum": (Material.ALUMINIUM,),
        "plastic": (Material.ACETATE, Material.TR90), "flexible": (Material.TR90,),
        "metal": (Material.TITANIUM, Material.STEEL, Material.ALUMINIUM),
        "metallic": (Material.TITANIUM, Material.STEEL, Material.ALUMINIUM),
        "unbreakable": (Material.TR90, Material.TITANIUM), "durable": (Material.TR90, Material.TITANIUM),
        "sturdy": (Material.TR90, Material.TITANIUM), "robust": (Material.TR90, Material.TITANIUM),
        "indestructible": (Material.TR90, Material.TITANIUM), "survive": (Material.TR90, Material.TITANIUM),
        "hard to break": (Material.TR90, Material.TITANIUM), "bendy": (Material.TR90,), "rubbery": (Material.TR90,),
        "wire": (Material.TITANIUM, Material.STEEL),
    }
)  # fmt: skip

RIMS: Mapping[str, Rim] = MappingProxyType(
    {
        "rimless": Rim.RIMLESS, "frameless": Rim.RIMLESS, "without rim": Rim.RIMLESS, "without a rim": Rim.RIMLESS,
        "no rim": Rim.RIMLESS, "half rim": Rim.HALF, "half frame": Rim.HALF, "half rims": Rim.HALF, "semi rimless": Rim.HALF,
        "rim at the bottom": Rim.HALF, "rim at the top": Rim.HALF, "rim on top": Rim.HALF, "rim underneath": Rim.HALF,
        "just the top bit": Rim.HALF, "only the top bit": Rim.HALF, "rim just on top": Rim.HALF, "just on the top": Rim.HALF,
        "no rim underneath": Rim.HALF, "no rim below": Rim.HALF, "nothing underneath": Rim.HALF, "nothing below": Rim.HALF,
        "nothing round the bottom": Rim.HALF, "nothing around the bottom": Rim.HALF,
        "open at the bottom": Rim.HALF, "without the rim at the bottom": Rim.HALF, "without a rim at the bottom": Rim.HALF,
        "no rim at the bottom": Rim.HALF, "without the bottom rim": Rim.HALF, "no bottom rim": Rim.HALF, "full rim": Rim.FULL,
        "without border": Rim.RIMLESS, "without a border": Rim.RIMLESS, "without the border": Rim.RIMLESS, "no border": Rim.RIMLESS, "without edge": Rim.RIMLESS,
        "without an edge": Rim.RIMLESS, "without edges": Rim.RIMLESS, "no edge": Rim.RIMLESS, "no edges": Rim.RIMLESS, "without rims": Rim.RIMLESS, "no rims": Rim.RIMLESS,
        "just glass": Rim.RIMLESS, "just the glass": Rim.RIMLESS, "only glass": Rim.RIMLESS, "only the glass": Rim.RIMLESS, "just lenses": Rim.RIMLESS, "just the lenses": Rim.RIMLESS,
        "nothing around the glass": Rim.RIMLESS, "nothing around the lens": Rim.RIMLESS, "nothing around the lenses": Rim.RIMLESS, "no frame around": Rim.RIMLESS,
        "without a frame around": Rim.RIMLESS, "without frame around": Rim.RIMLESS, "floating lenses": Rim.RIMLESS,
        "proper rim": Rim.FULL, "real rim": Rim.FULL, "full rims": Rim.FULL, "full frame": Rim.FULL, "whole rim": Rim.FULL, "complete rim": Rim.FULL, "rim all round": Rim.FULL,
        "rim all around": Rim.FULL, "rim around it": Rim.FULL, "rim round it": Rim.FULL, "rim all the way": Rim.FULL, "closed rim": Rim.FULL, "frame all round": Rim.FULL,
        "frame all around": Rim.FULL, "with a rim": Rim.FULL, "with rims": Rim.FULL,
    }
)  # fmt: skip

BRIDGES: Mapping[str, Bridge] = MappingProxyType({"keyhole": Bridge.KEYHOLE, "saddle": Bridge.SADDLE})

USES: Mapping[str, str] = MappingProxyType(
    {
        "work": "work", "office": "work", "working": "work", "computer": "work", "screen": "work", "screens": "work",
        "meetings": "work", "desk": "work", "job": "work", "laptop": "work", "business": "work", "coding": "work", "monitor": "work", "typing": "work", "zoom": "work", "video calls": "work",
        "driving": "driving", "drive": "driving", "drives": "driving", "driver": "driving", "truck": "driving", "motorcycle": "driving", "motorbike": "driving",
        "trucker": "driving", "commute": "driving", "behind the wheel": "driving", "the car": "driving", "road": "driving", "reading": "reading",
        "read": "reading", "reads": "reading", "newspaper": "reading", "knitting": "reading", "sewing": "reading",
        "crossword": "reading", "crosswords": "reading", "books": "reading", "book": "reading", "sport": "sport", "sports": "sport",
        "running": "sport", "i run": "sport", "gaming": "work", "cooking": "everyday", "gardening": "everyday", "traveling": "everyday", "go running": "sport", "runs": "sport", "runner": "sport", "jog": "sport", "cycle": "sport", "cyclist": "sport",
        "marathons": "sport", "climbing": "sport", "workout": "sport", "baseball": "sport", "pickleball": "sport",
        "volleyball": "sport", "cycling": "sport", "gym": "sport", "tennis": "sport", "basketball": "sport",
        "hiking": "sport", "outside": "sport", "outdoors": "sport", "outdoor": "sport", "jogging": "sport", "golf": "sport", "skiing": "sport", "soccer": "sport", "yoga": "sport", "workouts": "sport", "working out": "sport", "training": "sport", "biking": "sport", "bike": "sport", "athletic": "sport", "sporty": "sport", "exercise": "sport", "active": "sport", "everyday": "everyday",
        "every day": "everyday", "daily": "everyday", "whole day": "everyday", "day to day": "everyday", "all day": "everyday",
        "general use": "everyday", "all the time": "everyday", "casual": "everyday", "school": "everyday",
    }
)  # fmt: skip

STYLES: Mapping[str, str] = MappingProxyType(
    {
        "bold": "bold", "bolder": "bold", "statement": "bold", "striking": "bold", "loud": "bold", "chunky": "bold",
        "thick": "bold", "thicker": "bold", "colorful": "bold", "stand out": "bold", "stands out": "bold",
        "fun": "bold", "funky": "bold", "eye catching": "bold", "crazy": "bold", "dramatic": "bold", "louder": "bold",
        "daring": "bold", "exciting": "bold", "crazier": "bold", "wilder": "bold", "wild": "bold", "edgy": "bold", "edgier": "bold", "vibrant": "bold", "extravagant": "bold", "quiet": "minimal", "quieter": "minimal", "calm": "minimal", "calmer": "minimal", "tamer": "minimal", "toned down": "minimal", "sober": "classic", "grown up": "classic", "flashy": "bold", "showy": "bold", "bright": "bold", "brighter": "bold", "quirky": "bold", "artsy": "bold", "artistic": "bold", "old school": "classic", "look old": "classic", "look older": "classic", "lawyer": "classic", "banker": "classic", "court": "classic", "nerdy": "bold", "geeky": "bold", "hipster": "bold", "rock star": "bold", "rockstar": "bold", "sophisticated": "classic", "modest": "minimal", "serious": "classic", "professional": "classic", "more classic": "classic", "interesting": "bold", "classic": "classic", "classical": "classic",
        "vintage": "classic", "retro": "classic", "smart": "classic", "formal": "classic", "suit and tie": "classic", "creative": "bold", "timeless": "classic", "traditional": "classic",
        "conservative": "classic", "old fashioned": "classic", "minimal": "minimal", "minimalist": "minimal",
        "simple": "minimal", "simpler": "minimal", "subtle": "minimal", "discreet": "minimal", "understated": "minimal",
        "thin": "minimal", "thinner": "minimal", "delicate": "minimal", "less bold": "minimal", "plain": "minimal",
        "barely there": "minimal", "invisible": "minimal", "elegant": "elegant", "refined": "elegant", "graceful": "elegant", "dressy": "elegant", "chic": "elegant",
        "feminine": "elegant", "ladylike": "elegant", "classy": "elegant", "posh": "elegant",
        "trendy": "trendy", "trendier": "trendy", "fashionable": "trendy", "stylish": "trendy", "in fashion": "trendy", "modern": "trendy",
        "up to date": "trendy", "something cool": "trendy", "look cool": "trendy", "cool one": "trendy", "cool glasses": "trendy", "cool frames": "trendy", "cool pair": "trendy", "cool looking": "trendy", "on trend": "trendy", "youthful": "trendy", "cheerful": "trendy", "playful": "trendy",
        "sharp": "classic", "dapper": "classic", "distinguished": "classic", "gentlemanly": "classic", "well dressed": "classic",
        "cannot miss it": "bold", "in your face": "bold", "noticed": "bold", "notice me": "bold", "shouts": "bold", "screams": "bold", "shouting": "bold", "jazzy": "bold", "snazzy": "bold",
        "nothing fancy": "minimal", "no frills": "minimal", "no nonsense": "minimal", "low key": "minimal", "nothing special": "minimal", "not be seen": "minimal", "unseen": "minimal", "unusual": "bold", "normal one": "classic", "normal glasses": "classic", "normal frames": "classic", "ordinary glasses": "classic", "strict": "classic", "intelligent": "classic", "clever": "classic", "competent": "classic", "trustworthy": "classic", "younger": "trendy", "disappears": "minimal", "disappear": "minimal", "hardly visible": "minimal", "barely visible": "minimal", "hardly there": "minimal", "unnoticed": "minimal", "inconspicuous": "minimal", "unobtrusive": "minimal",
    }
)  # fmt: skip

DULL = re.compile(
    r"\b(?:boring|dull|bland|samey|same old|too (?:plain|safe|tame)|lame|meh|so serious|like an? accountant|makes? me (?:look|feel) (?:so |too |very |really |\d+ years )?old(?:er)?)\b"
)

FACE_SHAPES: Mapping[str, str] = MappingProxyType(
    {
        "round": "round", "square": "square", "oval": "oval", "oblong": "oblong", "long": "oblong",
        "rectangular": "oblong", "heart": "heart", "heart shaped": "heart", "diamond": "diamond",
        "triangle": "triangle", "triangular": "triangle", "moon": "round", "chubby": "round", "pear shaped": "triangle",
    }
)  # fmt: skip

_COMMON = """
about above actually after again all almost alone already also always am an and another any anybody anyone anything
appointment are area around ask at away back bad be because been before behind being believe best better between big
bigger black blue book boring both bought break bridge bright bring broad broken brown browse business but buy by call
called came can cannot car card care case catch cheap cheaper cheapest check child children choose classic clean clear
clearly close clothes coating coffee cold color colors come comes comfortable compare comparison computer confirm cost
costs could couple course cover cute dark daughter day days deal decide delivery depends describe did difference
different distance do doctor does doing dollars done down drive driving during each earlier early easy eat either else
end enough especially even evening ever every everyday everything exactly exam excuse expensive explain eye eyes face
fact fair family far fast favorite favorites feel few figure final find fine finger first fit fits five fix flat
follow for forget forty found four frame frames free friend friendly from front full fun funny general get getting
gets give glad glass glasses go goes going gold gone good goodbye got grams great green guess had half hand handle
happen happy hard has hate have having he head headache headaches health hear heard heavy hello help her here hers hey
hi high hinge hinges his hold home honest honestly hope hour hours house how however human hundred hurt husband idea
if important in index indoors inside instead insurance interested interesting into is it its job joke just keep kid
kids kind knew know large last late later latest laugh least leave leaving left lens lenses less let light lighter
lightest like liked likes line list listen little live long longer look looked looking looks lot lots love loves low
lower machine made main make makes man many married material materials matter may maybe mean measure measured
measurement measurements medium meet meeting men metal middle might millimeters mind mine minus minute mom moment money
month more morning most mostly mother mouth move much music must my myself name names narrow near nearly need needs
never new next nice night nine no nobody nod noise none normal nose not note nothing notice now number nylon of off
often okay old older on once one only open opinion optician or orange order original other others our out outdoor
outdoors outside over own pads pair pairs paper part party pay people percent perfect perhaps person phone photo pick
picture pictures piece place plain play please plus point polarized popular possible prefer prescription present pretty
price prices pricey probably problem problems progressive progressives prove pull pupil purple put quality question
questions quick quickly quiet quite range rather reach read reader readers reading ready real really reason recommend
red remember remove repeat return rich right rim rimless room round run running safe said sale same save saved saw say
says school screen screens second see seem seems seen sell send sense serious service seven several shall shape shapes
share she shop shopping short should show shown shows side sides sight silver simple since single sister sit six size
sizes skin slide slides sleep small smaller smart so soft some somebody someone something sometimes son soon sorry
sort sound sounds spare speak special specific spend spring square staff stand start started stay steel step stick
still stock stop store strange street strong stronger stuff style styles such suggest suggestion suit suits summer sun
sunglasses sunny support supposed sure switch table take taken takes talk talking tall task tell temple temples ten
terrible test than thank thanks that the their them then there these they thick thin thing things think thinking third
tough tougher
thickest thinnest thinner narrowest widest toughest strongest sturdiest flattest deepest shiniest softest
this those though thought three through tight till time times tiny titanium to today together told tomorrow too took
top total touch tough toward town trial tried true try trying turn twice two type under understand until up upon us use
used useful uses using usual usually value vary versus very via vision visit wait walk wall want wanted wants war warm
was watch water way we wear wearing weather week weeks weight welcome well went were what whatever when where whether
which while white who whole whose why wide wider width wife will win window winter wish with within without woman women
wonder word words work worked working works world worry worse worst would write wrong year years yellow yes yesterday
yet you young your yours yourself
able accept across actor afraid against age agree air alive alone america anyhow anymore apart apparently art
attitude aunt available average awake awesome baby ball balance bank bar beach beard beautiful became become bed begin
beginning believed birthday bit blond blonde bottom box boy brain brother build built bunch camera careful century
certain change changed changing charge cheek cheeks choice chose church clearer climb clock cloud club comfort coming
common company complete completely concern contact cook cooking corner correct cost country crazy curly dance dark
deal dear death decided deep degree dentist desk detail died difficult dinner direction dog doing double dress drink
drop ears easier east edge effect eight electric eleven email engine enjoy entire evenings exact excellent except
excited exercise expect expected explained expression extra eyebrow eyebrows eyelashes factory famous fashion father
favour feature features feels feet field fight film filter finished fish fixed flower flying football forehead form
former forth forward foot fresh front fully game garden gift girl giving golf grade grandma grandson grow guess guy
guys habit hairy hair hang hat hate heart heaven height hide hill history hit hole holiday holidays honest hotel huge
hungry husband ice imagine immediately including inch inches include indeed inner instead invite iron jacket jaw join
kept key kitchen lady lake land language laser laws lead learn leather legs letter library life lift lips load loads
local lock london lonely loose lose loss machine mad magazine mail manage manner mark marks market marriage mask match
mess metals meter mild military million mirror miss mistake mix modern morning mountain moved movie moving mum nail
nature neck neighbor neither nervous news nicer nobody north nurse office officer oil operation opposite outer outfit
owner pack paid pain paint pale pattern pays pension perfectly period phone piano pinch pink places plan plane plant
plate player pocket police pool poor post power practice pregnant president pressure pretend price problem proper
proud public purpose quarter race radio rain rash reader reality realize reasonable receive recent recently record
relax remind rent replace report rest retired ride ring rise river rock roll rough round route rule sad salad salt
sand saturday sunday monday tuesday wednesday thursday friday scar scared science score sea season seat secret selection
seriously serve session setting seventy sharp shave shine shiny shirt shoe shoes shoot shoulder shut sick signal sir
sitting situation skip sky sleepy slow smell smile smoke snow soccer society soldier solid somewhere song source south
special spot spread stage stain stairs star state station steel step stomach straight straightforward street strict
string student studio study stupid subject successful such sudden sugar suggest super surface surgery surprise swear
sweat sweet swim swimming system talent tape taste taxi teach teacher team tear technical teeth television tennis term
text thanks theater theory therapy thirty thumb ticket tie tight tip tired tone tonight tool tooth topic tough tour
towards tower traffic train training travel treat tree trick trip trouble truck trust truth twenty ugly uncle uniform
unit university unless unusual update upper usual vacation van view village visual voice wake walk wash waste weak
wedding weekend weird wet whatever wheel whenever wherever whoever wild wind wine winter wise wood wool worn worry
worse worth wrap wrist writing yard yell young
festive pilots bride groom bridesmaid turtle bridal toddler wallet purse border edge edges turtles flying pilot cop police leopard tomato shade shades lighter darker
arms arm legs tips rims handles hinge lowest highest damage difference rest pair latter former
acetate aluminum aviator aviators rectangle rectangular geometric browline tortoise burgundy crystal polarized bifocal
bifocals pupillary astigmatism nearsighted farsighted shortsighted prescriptions opticians coatings delivery warranty
refund discount parking toilet restroom bathroom address opening closing store's tables chair tonight minutes camera
recording private privacy store stored stores data storing record collect collection collections brand brands
robot computer's artificial intelligence chatbot feather heritage frontier motion concert library meadow muse city
""".split()  # noqa: SIM905

ORDINARY: frozenset[str] = frozenset(_COMMON) | frozenset(
    word
    for table in (COLOURS, SHAPES, MATERIALS, RIMS, USES, STYLES, FACE_SHAPES)
    for phrase in table
    for word in phrase.split()
)
