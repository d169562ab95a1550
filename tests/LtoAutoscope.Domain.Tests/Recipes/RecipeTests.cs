using LtoAutoscope.Domain.Recipes;

namespace LtoAutoscope.Domain.Tests.Recipes;

public sealed class RecipeTests
{
    public static TheoryData<string, Recipe> Wrong => new()
    {
        { "name", new Recipe { Name = " " } },
        { "particle_goal", Named with { ParticleGoal = 0 } },
        { "maximum_frames", Named with { MaximumFrames = 0 } },
        { "areas", Named with { Areas = 1001 } },
        { "plan.gap_fraction", Named with { Plan = new PlanSettings { GapFraction = -0.6 } } },
        { "plan.radius_fraction", Named with { Plan = new PlanSettings { RadiusFraction = 1.1 } } },
        { "exposure.width_px", Named with { Exposure = new ExposureSettings { WidthPx = 127 } } },
        { "exposure.bits_per_pixel", Named with { Exposure = new ExposureSettings { BitsPerPixel = 12 } } },
        { "exposure.dwell_us", Named with { Exposure = new ExposureSettings { DwellUs = double.NaN } } },
        { "exposure.beam_energy_kv", Named with { Exposure = new ExposureSettings { BeamEnergyKv = 31 } } },
        { "focus.start_mm", Named with { Focus = new FocusSettings { StartMm = 0.4 } } },
        { "focus.steps", Named with { Focus = new FocusSettings { Steps = 2 } } },
        { "segmentation.threshold", Named with { Segmentation = new SegmentationSettings { Threshold = 1 } } },
        { "cell_model.grid", Named with { CellModel = new CellModelSettings { Grid = 11 } } },
        { "cell_model.rate_per_hour", Named with { CellModel = new CellModelSettings { RatePerHour = 0 } } },
    };

    private static Recipe Named => new() { Name = "recipe" };

    [Fact]
    public void Validate_Defaults_AreSoundAndAskFor500Particles()
    {
        Assert.Empty(Named.Validate());
        Assert.Equal(500, Named.ParticleGoal);
    }

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Validate_ValueOutOfRange_NamesItsKeyAlone(string key, Recipe recipe)
        => Assert.StartsWith(key + ": ", Assert.Single(recipe.Validate()), StringComparison.Ordinal);

    [Fact]
    public void Validate_SeveralFaults_ListsThemAll()
        => Assert.Equal(3, (Named with { ParticleGoal = 0, Areas = 0, Focus = new FocusSettings { Steps = 1 } }).Validate().Count);
}
