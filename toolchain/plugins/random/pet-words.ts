/**
 * The words of pet names: a short list of our own, where upstream has a long one. A name is kept in the
 * state once it is drawn, so that nobody depends on the list.
 */
export const petWords = {
  adverbs:
    words(`badly barely briefly calmly clearly closely duly early easily equally evenly fairly
    finally firmly freely fully gently gladly greatly hardly highly jointly kindly largely lately
    lightly likely loudly mainly mildly mostly mutually nearly neatly newly nicely openly partly
    plainly proudly purely quickly quietly rarely readily really richly rightly safely sharply
    simply slowly smoothly softly solely strictly strongly surely swiftly truly vastly warmly
    wholly widely wildly wisely`),
  adjectives:
    words(`able active amused apt awake bold brave bright busy calm careful casual cheerful
    chief clean clear clever close cool correct curious daring dear deep direct eager early easy
    equal exact fair famous fast fine firm fit fleet flexible fond frank free fresh full fun gentle
    glad golden good grand great handy happy hardy helpful honest humble ideal jolly joyful just
    keen kind large light live loved loyal lucky magical major mighty modern modest neat noble
    open patient polite proud pure quick quiet rapid rare ready regular rich right robust safe
    sharp shining simple smart smooth social sound stable steady still strong subtle sunny super
    sure sweet tender tidy tough true trusty upright useful valid vast vital warm wealthy wise
    witty worthy`),
  names: words(`ant badger bass bat bear beagle bee bison bobcat buck calf camel carp cat cattle
    chipmunk cicada clam cobra cod colt condor coral cougar cow coyote crab crane crow deer dingo
    doe dog dolphin donkey dove dragon drake duck eagle eel egret elk ewe falcon fawn ferret finch
    firefly fish flea fox frog gannet gazelle gecko gibbon giraffe gnat goat goose gopher grouse
    grub gull haddock hare hawk hen heron hippo hornet horse hound husky ibex iguana imp insect
    jackal jaguar jay kid kit kite kiwi koala koi lamb lark lemur leopard lion lizard llama lobster
    loon lynx magpie mako mammal mantis marlin marmot martin mink mole monkey moose moth mouse mule
    mullet muskox newt ocelot octopus orca oriole osprey ostrich otter owl ox oyster panda panther
    parrot perch pheasant pig pigeon piglet pika pony poodle possum prawn puffin pug puma pup
    python quail quetzal rabbit raccoon ram rat raven ray redfish reindeer rhino robin rodent
    rooster sailfish salmon sawfish seal shad shark sheep shrew shrimp skink skunk sloth slug snail
    snake snapper snipe spider sponge squid stag starfish stork stud sturgeon sunbird sunfish swan
    swift tahr tapir teal tern terrapin tetra thrush tick tiger toad tortoise treefrog troll trout
    tuna turkey turtle urchin viper vulture wahoo walleye walrus warthog wasp weasel weevil whale
    whippet wildcat wolf wombat worm wren yak zebra`),
};

function words(list: string): readonly string[] {
  return list.split(/\s+/);
}
