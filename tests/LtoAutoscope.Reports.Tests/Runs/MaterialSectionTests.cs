using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Reports.Runs;

namespace LtoAutoscope.Reports.Tests.Runs;

public sealed class MaterialSectionTests
{
    [Fact]
    public void Render_CathodeMaterial_TurnsTheWordsAndShowsTheSources()
    {
        RunReportModel whole = ExampleReport.Whole();
        var material = new Material { Name = "lfp", Formula = "LiFePO4", Role = MaterialRole.Cathode, DensityKgM3 = 3600, MaximumConcentrationMolM3 = 22806 };
        string html = RunReport.Render(whole with
        {
            Material = material,
            MaterialRows = [new("density_kg_m3", "density", "3600", "kg/m³", [3430, 3610], ValueStatus.Literature, "a <paper>"), new("slope_V", "slope", "0.02", "V", null, ValueStatus.Assumed, "")],
            Prediction = whole.Prediction! with
            {
                Ce1 = 0.95, LithiationMAhG = 152, DelithiationMAhG = 160, RunWith = new Dictionary<string, object?> { ["efficiency"] = EfficiencyConvention.LithiationOverDelithiation.Words(), ["material"] = "keys" },
                LossBreakdown = LossBreakdown.Of(EfficiencyConvention.LithiationOverDelithiation, 0, -8),
            },
        });

        Assert.Contains("lithiation over delithiation charge = 152.00 / 160.00", html, StringComparison.Ordinal);
        Assert.Contains("Lithium not put back", html, StringComparison.Ordinal);
        Assert.Contains("LiFePO4 (lfp) is a cathode material", html, StringComparison.Ordinal);
        Assert.Contains("169.8", html, StringComparison.Ordinal);
        Assert.Contains("1 of 2 values are assumed", html, StringComparison.Ordinal);
        Assert.Contains("3430 to 3610", html, StringComparison.Ordinal);
        Assert.Contains("a &lt;paper&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Cell model: material", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_NoMaterial_HasNoSection() => Assert.DoesNotContain("as the cell model was run with it", RunReport.Render(ExampleReport.Whole()), StringComparison.Ordinal);
}
