using System.Text.Json;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Recipes;

namespace LtoAutoscope.Domain.Tests.Files;

public sealed class DomainJsonTests
{
    [Fact]
    public void Line_Recipe_HasSnakeCaseKeysAndComesBackEqual()
    {
        var recipe = new Recipe { Name = "small", Plan = new PlanSettings { Layout = PlanLayout.Grid, GridColumns = 3 }, Focus = new FocusSettings { StartMm = 8.1 } };
        string text = JsonSerializer.Serialize(recipe, DomainJson.Line);
        Assert.DoesNotContain('\n', text);
        foreach (string part in (string[])["\"particle_goal\":500", "\"layout\":\"grid\"", "\"start_mm\":8.1", "\"cell_model\":{"]) Assert.Contains(part, text, StringComparison.Ordinal);
        Recipe back = JsonSerializer.Deserialize<Recipe>(text, DomainJson.Line)!;
        // Lists are equal by reference only, so the plan is compared by what is written of it.
        Assert.Equal(text, JsonSerializer.Serialize(back, DomainJson.Line));
        Assert.Equal(recipe with { Plan = back.Plan }, back);
    }

    [Fact]
    public void Line_CellPrediction_KeepsTheKeysOfTheContract()
    {
        using JsonDocument document = JsonDocument.Parse("""
            {"ce1":0.9,"ce1_interval":[0.8,0.95],"q_lithiation_mAh_g":170,"q_delithiation_mAh_g":153,"q_side_mAh_g":9,
             "loss_breakdown":{"side_reaction_mAh_g":9,"trapped_lithium_mAh_g":8},"balance_error":1e-12,"wall_s":2,"run_with":{"grid":14}}
            """);
        CellPrediction prediction = document.Deserialize<CellPrediction>(DomainJson.File)!;
        JsonElement written = JsonSerializer.SerializeToElement(prediction, DomainJson.File);
        foreach (JsonProperty property in document.RootElement.EnumerateObject()) Assert.True(written.TryGetProperty(property.Name, out _), property.Name);
        Assert.Equal(170, prediction.LithiationMAhG);
    }

    [Fact]
    public void Line_NumbersThatAreNone_ComeBack()
    {
        string text = JsonSerializer.Serialize(new double[] { double.NaN, 0.1, 1.0 / 3 }, DomainJson.Line);
        Assert.Equal([double.NaN, 0.1, 1.0 / 3], JsonSerializer.Deserialize<double[]>(text, DomainJson.Line)!);
    }

    [Fact]
    public void Line_Fault_IsAWord() => Assert.Equal("\"stage_did_not_arrive\"", JsonSerializer.Serialize(Fault.StageDidNotArrive, DomainJson.Line));
}
