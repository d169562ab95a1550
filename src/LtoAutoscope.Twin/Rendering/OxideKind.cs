using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin.Rendering;

/// <summary>Oxide powders as they come out of the furnace or the flame, and shapes without a name for what nobody thought of.</summary>
internal enum OxideKind
{
    /// <summary>Anything: shapes drawn apart from one another.</summary>
    Any,

    /// <summary>Titania: bipyramids, blocks and rounded grains.</summary>
    Titania,

    /// <summary>Lithium titanate: cut octahedra and irregular grains, often sintered.</summary>
    LithiumTitanate,

    /// <summary>Alumina: plates and irregular blocks.</summary>
    Alumina,

    /// <summary>Zinc oxide: prisms and rods.</summary>
    ZincOxide,

    /// <summary>Silica: spheres, singly or grown together.</summary>
    Silica,
}

/// <summary>Draws the shapes of a kind of powder.</summary>
internal static class OxidePowder
{
    internal static OxideKind DrawKind(ref HashRandom random)
    {
        double kind = random.Next();
        return kind < 0.36 ? OxideKind.Any : kind < 0.52 ? OxideKind.Titania : kind < 0.68 ? OxideKind.LithiumTitanate
            : kind < 0.79 ? OxideKind.Alumina : kind < 0.89 ? OxideKind.ZincOxide : OxideKind.Silica;
    }

    /// <summary>Mean aspect ratio, 1…6.</summary>
    internal static double DrawAspect(OxideKind kind, ref HashRandom random) => kind switch
    {
        OxideKind.Titania => random.Chance(0.75) ? random.Next(1.05, 1.6) : random.NextLog(1.6, 5),
        OxideKind.LithiumTitanate => random.Next(1.03, 1.5),
        OxideKind.Alumina => random.Next(1.1, 3),
        OxideKind.ZincOxide => random.NextLog(1.15, 6),
        OxideKind.Silica => random.Next(1.01, 1.12),
        _ => random.Chance(0.5) ? random.Next(1.03, 1.35) : random.Chance(0.64) ? random.Next(1.35, 2.4) : random.NextLog(2.4, 6),
    };

    internal static PowderParameters Shape(PowderParameters powder, OxideKind kind, ref HashRandom random)
    {
        double necks = random.Chance(0.5) ? 0 : random.Next(0.05, 0.7);
        return kind switch
        {
            OxideKind.Titania => powder with { Habit = Of(ref random, CrystalHabit.Bipyramid, CrystalHabit.Block, CrystalHabit.Rod), CrystalShare = Share(ref random), FacetedShare = random.Next(0, 0.4), NeckProbability = necks },
            OxideKind.LithiumTitanate => powder with { Habit = Of(ref random, CrystalHabit.Octahedron, CrystalHabit.Block, CrystalHabit.Cube), CrystalShare = Share(ref random), FacetedShare = random.Next(0, 0.5), NeckProbability = random.Next(0, 0.8) },
            OxideKind.Alumina => powder with { Habit = Of(ref random, CrystalHabit.Block, CrystalHabit.Platelet, CrystalHabit.Platelet), CrystalShare = random.Next(0.4, 1), FacetedShare = random.Next(0, 0.5), NeckProbability = necks / 2 },
            OxideKind.ZincOxide => powder with { Habit = CrystalHabit.Rod, CrystalShare = random.Next(0.4, 1), FacetedShare = random.Next(0, 0.8), NeckProbability = necks / 2 },
            OxideKind.Silica => powder with { FacetedShare = 0, Squareness = random.Next(1.95, 2.1), OutlineRoughness = random.NextLog(0.002, 0.02), NeckProbability = necks },
            _ => powder with { Habit = (CrystalHabit)random.NextInt(0, 5), CrystalShare = random.Chance(0.6) ? 0 : random.Next(0.2, 1), NeckProbability = necks },
        };
    }

    private static double Share(ref HashRandom random) => random.Chance(0.25) ? random.Next(0, 0.2) : random.Next(0.4, 1);

    private static CrystalHabit Of(ref HashRandom random, CrystalHabit first, CrystalHabit second, CrystalHabit third)
    {
        double at = random.Next();
        return at < 0.5 ? first : at < 0.8 ? second : third;
    }
}
