using System.Text.Json;
using System.Xml.Linq;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Identification;
using LtoAutoscope.Fem.Identification.Studies;

namespace LtoAutoscope.Fem.Tests.Identification;

public sealed class LeaveOneSampleOutTests
{
    private static readonly Material Lto = new() { Name = "lto" };

    private static readonly FitOptions Options = new() { Parameters = [FitParameter.Parse("q0"), FitParameter.Parse("D")], Starts = 6, Threads = 2 };

    private static SampleStudy Read(string csv) => StudyFile.Read(new StringReader(csv), "set.csv", 0.2, 0.005, null);

    [Fact]
    public async Task RunAsync_SyntheticSamples_ArePredictedBetterThanByTheirMeanAndLabelled()
    {
        var study = Read(SyntheticStudy.Generate(9, 3));
        var result = await new LeaveOneSampleOut().RunAsync(study, Lto, Options, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Contains("SYNTHETIC", result.SyntheticBecause, StringComparison.Ordinal);
        Assert.Equal(9, result.Rows.Count);
        Assert.True(result.Rmse < 0.5 * result.RmseOfTheMean, $"{result.Rmse} against {result.RmseOfTheMean}");
        Assert.True(result.Rmse > result.RmseFittedToAll);
        Assert.InRange(result.R2, 0.6, 1);

        // The held-out prediction of one sample, fitted from scratch without it.
        int index = 4;
        var others = study.Cells.Where((_, i) => i != index).Select(c => c.Cell).ToArray();
        var fit = await new CellFit().RunAsync(others, Lto, Options with { Profile = false }, cancellationToken: TestContext.Current.CancellationToken);
        var left = study.Cells[index].Cell;
        Assert.Equal(ReducedModels.Particle.Predict(left.Sample, fit.Material, left.Protocol(fit.Material)).Ce1, result.Rows[index].Predicted, 5e-4);
    }

    [Fact]
    public async Task WriteAsync_Result_SaysThatItIsSynthetic()
    {
        var token = TestContext.Current.CancellationToken;
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var result = await new LeaveOneSampleOut().RunAsync(Read(SyntheticStudy.Generate(6, 5)), Lto, Options with { Starts = 0 }, cancellationToken: token);
            await LeaveOneOutFiles.WriteAsync(folder, result, token);

            Assert.Contains("not measured", await File.ReadAllTextAsync(Path.Combine(folder, "loso.md"), token), StringComparison.Ordinal);
            using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, LeaveOneOutFiles.Json), token));
            Assert.Equal(result.Rmse, json.RootElement.GetProperty("rmse").GetDouble());
            Assert.Equal("svg", XDocument.Load(Path.Combine(folder, "parity.svg")).Root!.Name.LocalName);
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("diameter_nm,ce\n100,0.9\n", "no column 'ce1'")]
    [InlineData("sample,ce1\na,0.9\n", "no column with a size")]
    [InlineData("diameter_nm,ce1\n100,93\n", "is no efficiency")]
    [InlineData("diameter_nm,ce1\nbig,0.9\n", "'big' is no number")]
    public void Read_WrongSet_SaysWhat(string csv, string message)
        => Assert.Contains(message, Assert.Throws<InputException>(() => Read(csv)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task RunAsync_TooFewSamples_IsAnInputError()
        => await Assert.ThrowsAsync<InputException>(() => new LeaveOneSampleOut().RunAsync(
            Read("diameter_nm,ce1\n100,0.9\n200,0.92\n"), Lto, Options, cancellationToken: TestContext.Current.CancellationToken));
}
