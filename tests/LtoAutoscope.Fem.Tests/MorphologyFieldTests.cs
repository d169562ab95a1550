using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Tests;

public sealed class MorphologyFieldTests
{
    private static readonly CellModelOptions Options = new() { Grid = 16, Particles = 10, Realisations = 1 };

    [Fact]
    public async Task RunAsync_AreasOfOtherSizes_ShowTheSpread()
    {
        var token = TestContext.Current.CancellationToken;
        AreaMorphology[] areas = [Area("a01", 1, 0.6), Area("a02", 2, 1.6)];

        var result = await MorphologyField.RunAsync(areas, Samples.Morphology(), new Material { Name = "lto" }, Options, cancellationToken: token);

        Assert.Equal(["a01", "a02"], result.Areas.Select(a => a.Name));
        Assert.Equal(2, result.Areas[1].XMm);
        // Smaller particles have more area, so more side reaction.
        Assert.True(result.Areas[0].AreaRealM2G > 2 * result.Areas[1].AreaRealM2G);
        Assert.True(result.Areas[0].Ce1 < result.Areas[1].Ce1);
        Assert.InRange(result.Ce1, result.Areas[0].Ce1, result.Areas[1].Ce1);
        Assert.Equal(Math.Abs(result.Areas[0].Ce1 - result.Areas[1].Ce1) / Math.Sqrt(2), result.Spread, 1e-12);
        Assert.True(result.RealSpread <= result.Spread && result.RealSpread > 0.5 * result.Spread);
    }

    [Fact]
    public async Task BuildAsync_Areas_GivesTheStructuresThatTheModelRuns()
    {
        var token = TestContext.Current.CancellationToken;
        var structure = Options.StructureFor(new Material { Name = "lto" });

        var field = await MorphologyField.BuildAsync([Area("a01", 1, 0.6), Area("a02", 2, 1.6)], structure, cancellationToken: token);

        Assert.Equal(2, field.Count);
        Assert.True(field[1].Structures[0].Voxels.BoxSizeNm > 2 * field[0].Structures[0].Voxels.BoxSizeNm);
        await Assert.ThrowsAsync<InputException>(() => MorphologyField.BuildAsync([], structure, cancellationToken: token));
    }

    private static AreaMorphology Area(string name, double x, double scale)
    {
        var whole = Samples.Morphology();
        JointSample[] joint = [.. whole.Joint.Select(s => s with { DiameterNm = scale * s.DiameterNm })];
        return new AreaMorphology(name, x, 0, whole with { Joint = joint });
    }
}
