using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Recipes;
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
            Material = material, Regression = whole.Regression! with { InsideTrainingData = false },
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
        // Outside its data the regression may be one of an anode material.
        Assert.Contains("Cell model minus regression: –", html, StringComparison.Ordinal);
        Assert.Contains("outside: not comparable", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CellModelFidelity.Rve, "a small box", "packings")]
    [InlineData(CellModelFidelity.P2d, "porous half cell over its thickness (P2D) with", "the measured sizes as classes")]
    [InlineData(CellModelFidelity.Particle, "one of single particles", "without electrolyte")]
    public void Render_Fidelity_SaysWhatTheModelResolves(CellModelFidelity fidelity, string limit, string with)
    {
        RunReportModel whole = ExampleReport.Whole();
        string html = RunReport.Render(whole with
        {
            Run = whole.Run with { Recipe = whole.Run.Recipe with { CellModel = new CellModelSettings { Fidelity = fidelity } } }, Prediction = whole.Prediction! with { Realisations = [] },
            MicrostructureSvg = null, Material = new Material { Name = "m", SideRateMS = 0 },
        });

        Assert.Contains(limit, html, StringComparison.Ordinal);
        Assert.Contains(with, html, StringComparison.Ordinal);
        Assert.Equal(fidelity == CellModelFidelity.Rve, html.Contains("voxels", StringComparison.Ordinal));
        Assert.Contains("No side reaction is modelled", html, StringComparison.Ordinal);
        Assert.DoesNotContain("film's parameters", html, StringComparison.Ordinal);
        Assert.DoesNotContain("side reaction is phenomenological", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_RegressionOutsideItsData_HasNoInterval()
    {
        RunReportModel whole = ExampleReport.Whole(), outside = whole with { Regression = whole.Regression! with { InsideTrainingData = false } };
        string html = RunReport.Render(outside), json = ReportJson.Render(outside);

        Assert.Contains("outside: no interval", html, StringComparison.Ordinal);
        Assert.DoesNotContain("1.96 RMSE", html, StringComparison.Ordinal);
        Assert.Contains("1.96 RMSE", RunReport.Render(whole), StringComparison.Ordinal);
        Assert.DoesNotContain("held-out rows", json, StringComparison.Ordinal);
        Assert.Contains("held-out rows", ReportJson.Render(whole), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_NoMaterial_HasNoSection() => Assert.DoesNotContain("as the cell model was run with it", RunReport.Render(ExampleReport.Whole()), StringComparison.Ordinal);
}
