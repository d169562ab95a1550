using CsCheck;
using LtoAutoscope.Acquisition.Planning;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Acquisition.Tests.Planning;

public sealed class AreaPlannerTests
{
    private static readonly Stub Stub = new("1", 10, -5, 3);

    [Fact]
    public void Plan_AnyRecipe_GivesEveryFrameItsOwnGroundInsideTheStub()
    {
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 12], Gen.Int[0, 1000], Gen.Double[1, 8]).Sample((frames, areas, seed, field) =>
        {
            var recipe = new Recipe { Name = "r", MaximumFrames = frames, Areas = areas, Seed = seed, Exposure = new ExposureSettings { FieldWidthUm = field } };
            IReadOnlyList<FramePlan> plan = FramePlan.From(AreaPlanner.Plan(Stub, recipe), 2);
            Assert.Equal(frames, plan.Count);
            Assert.Equal(frames, plan.Select(p => p.FrameId).Distinct().Count());
            foreach ((FramePlan a, int i) in plan.Select((p, i) => (p, i)))
            {
                foreach (FramePlan b in plan.Skip(i + 1).Where(b => b.AreaIndex == a.AreaIndex))
                {
                    double dx = Math.Abs(a.Target.XMm!.Value - b.Target.XMm!.Value), dy = Math.Abs(a.Target.YMm!.Value - b.Target.YMm!.Value);
                    Assert.True(dx > field / 1000 * 1.2 || dy > field / 1000 * 0.75 * 1.2, "frames of one area must not overlap");
                }
            }
        }, iter: 200);
    }

    [Fact]
    public void Plan_Serpentine_IsCentredAndTurnsAtEachRow()
    {
        var recipe = new Recipe
        {
            Name = "r", MaximumFrames = 12, Exposure = new ExposureSettings { FieldWidthUm = 3.84, WidthPx = 768, HeightPx = 512 },
            Plan = new PlanSettings { Layout = PlanLayout.Serpentine, GridColumns = 6, GridRows = 2, GapFraction = 0 },
        };
        IReadOnlyList<Area> areas = AreaPlanner.Plan(Stub, recipe);
        List<StageTarget> tiles = [.. areas.SelectMany(area => area.Tiles)];

        Assert.Equal(2, areas.Count);
        Assert.Equal(12, tiles.Count);
        Assert.Equal(Stub.XMm, tiles.Average(t => t.XMm!.Value), 1e-9);
        Assert.Equal(Stub.YMm, tiles.Average(t => t.YMm!.Value), 1e-9);
        Assert.Equal(tiles[5].XMm, tiles[6].XMm);
        Assert.Equal(0.00384, tiles[1].XMm!.Value - tiles[0].XMm!.Value, 1e-9);
    }

    [Fact]
    public void Plan_FrameBeyondTheStub_IsRefusedByName()
    {
        var recipe = new Recipe { Name = "wide", MaximumFrames = 4, Areas = 1, Exposure = new ExposureSettings { FieldWidthUm = 4000 } };
        var error = Assert.Throws<InputException>(() => AreaPlanner.Plan(Stub, recipe));
        Assert.Contains("wide", error.Message, StringComparison.Ordinal);
        Assert.Contains("stub '1'", error.Message, StringComparison.Ordinal);
    }
}
