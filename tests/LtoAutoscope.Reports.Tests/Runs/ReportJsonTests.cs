using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Reports.Runs;

namespace LtoAutoscope.Reports.Tests.Runs;

public sealed class ReportJsonTests
{
    [Fact]
    public void Render_WholeRun_HasEachSectionWithUnits()
    {
        JsonNode report = JsonNode.Parse(ReportJson.Render(ExampleReport.Whole()))!;
        Assert.Equal(ReportJson.Form, report["form"]!.GetValue<string>());
        Assert.Equal("nm", report["distributions"]!["diameter"]!["by_number"]!["median"]!["unit"]!.GetValue<string>());
        Assert.Equal(2, report["distributions"]!["diameter"]!["by_number"]!["median"]!["interval"]!.AsArray().Count);
        Assert.Equal(2.01, report["uncertainty_budgets"]![0]!["coverage_factor"]!.GetValue<double>());
        Assert.Equal(14, report["frames"]!.AsArray().Count);
        Assert.Equal("mm", report["frames"]![0]!["stage"]!["x"]!["unit"]!.GetValue<string>());
        Assert.Equal(0.9885, report["cell_model"]!["first_cycle_efficiency"]!["value"]!.GetValue<double>());
        Assert.Equal(1 / 1.0163, report["measured_cells"]![1]!["by_convention_of_the_report"]!["value"]!.GetValue<double>(), 12);
        Assert.Equal(9.4, report["sample"]!["bet_area"]!["value"]!.GetValue<double>());
        Assert.Equal(0.975, report["sample"]!["xrd"]!["phases"]![0]!["mass_fraction"]!.GetValue<double>());
        Assert.True(report["is_simulated"]!.GetValue<bool>());
    }

    [Fact]
    public void Render_MeasuredCells_HaveBothRatesAndSayWhatTheirDayIs()
    {
        RunReportModel whole = ExampleReport.Whole();
        RunReportModel model = whole with
        {
            Cells =
            [
                whole.Cells[0] with { Cycles = [new CycleCapacity(1, 0.2, 172, 169), new CycleCapacity(2, 0.2, 170, 140) { DelithiationRatePerHour = 5 }, new CycleCapacity(3, 0.2, 90, double.NaN) { MayBeUnfinished = true }], Version = 1, MeasuredAtIsImport = true },
                whole.Cells[1] with { Version = 1 }, whole.Cells[2] with { Version = 1, MeasuredAtIsImport = false },
            ],
        };
        JsonArray cells = JsonNode.Parse(ReportJson.Render(model))!["measured_cells"]!.AsArray(), cycles = cells[0]!["cycles"]!.AsArray();

        Assert.Equal([0.2, 5, null], cycles.Select(cycle => cycle!["delithiation_rate"]?["value"]!.GetValue<double>()));
        Assert.Equal([0.2, 0.2, 0.2], cycles.Select(cycle => cycle!["rate"]!["value"]!.GetValue<double>()));
        Assert.Equal([false, false, true], cycles.Select(cycle => cycle!["may_be_unfinished"]!.GetValue<bool>()));
        Assert.Equal([true, null, false], cells.Select(cell => cell!["measured_at_is_import"]?.GetValue<bool>()));
        string day = FormattableString.Invariant($"{whole.Cells[0].MeasuredAt.UtcDateTime:yyyy-MM-dd}"), page = RunReport.Render(model);
        Assert.Contains($"{day} (imported)<", page, StringComparison.Ordinal);
        Assert.Contains($"{day} (measured or imported)<", page, StringComparison.Ordinal);
        Assert.Contains($"{day}<", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_EveryNumberWithAValue_HasAUnit()
    {
        JsonNode report = JsonNode.Parse(ReportJson.Render(ExampleReport.Whole()))!;
        int seen = 0;
        Walk(report["distributions"]);
        Walk(report["conditions"]!["beam_energy"]);
        Walk(report["cell_model"]!["losses"]);
        Assert.True(seen > 20);

        void Walk(JsonNode? node)
        {
            if (node is not JsonObject entries) return;
            if (entries.ContainsKey("value") || entries.ContainsKey("minimum"))
            {
                Assert.NotEqual("", entries["unit"]!.GetValue<string>());
                seen++;
            }

            foreach ((string key, JsonNode? child) in entries)
                if (key is not ("log_normal" or "joint")) Walk(child);
        }
    }

    [Fact]
    public void Render_UnknownNumbers_AreNullAndTheTextIsStrictJson()
    {
        RunReportModel model = ExampleReport.Whole();
        string text = ReportJson.Render(model with { Regression = model.Regression! with { Ce1 = double.NaN }, Calibrations = [new ReportCalibration(model.GeneratedAt, double.NaN, 500, double.NaN, double.NaN, "", "failed")] });
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        using JsonDocument strict = JsonDocument.Parse(text, new JsonDocumentOptions { AllowTrailingCommas = false });
        Assert.Equal(JsonValueKind.Null, strict.RootElement.GetProperty("prediction").GetProperty("first_cycle_efficiency").ValueKind);
        Assert.Equal(JsonValueKind.Null, strict.RootElement.GetProperty("calibration").GetProperty("checks")[0].GetProperty("scale").ValueKind);
    }

    [Fact]
    public void Render_NothingYet_IsWhole()
    {
        JsonNode report = JsonNode.Parse(ReportJson.Render(ExampleReport.Bare()))!;
        Assert.Null(report["distributions"]);
        Assert.Empty(report["frames"]!.AsArray());
        Assert.NotEmpty(report["limits"]!.AsArray());
    }

    [Fact]
    public void Render_CathodeMaterial_BringsCellsToItsConvention()
    {
        RunReportModel model = ExampleReport.Whole();
        model = model with { Prediction = model.Prediction! with { RunWith = new Dictionary<string, object?> { ["efficiency"] = "lithiation over delithiation" } } };
        JsonNode report = JsonNode.Parse(ReportJson.Render(model))!;
        Assert.Equal("lithiation_over_delithiation", report["efficiency_convention"]!.GetValue<string>());
        Assert.Equal(1 / 0.984, report["measured_cells"]![0]!["by_convention_of_the_report"]!["value"]!.GetValue<double>(), 12);
        string html = RunReport.Render(model);
        Assert.Contains("Efficiency = lithiation over delithiation charge = 174.00 / 172.00", html.Replace("\u00A0", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("share of the delithiation charge", html, StringComparison.Ordinal);
    }
}
