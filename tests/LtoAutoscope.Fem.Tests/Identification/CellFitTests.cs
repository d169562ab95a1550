using System.Text.Json;
using System.Xml.Linq;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Identification;
using LtoAutoscope.Fem.Materials;

namespace LtoAutoscope.Fem.Tests.Identification;

public sealed class CellFitTests
{
    private static readonly Material Truth = new() { Name = "truth", DiffusivityM2S = 3e-18, ExchangeCurrentAM2 = 0.3, SideRateMS = 2e-16, FilmDiffusivityM2S = 1e-16 };

    private static readonly Material Guess = new() { Name = "guess", FilmDiffusivityM2S = 1e-16 };

    private static FitCell[] Cells(int seed = 1) =>
    [
        SyntheticCells.Make(Truth, 90, 1.3, 0.2, seed),
        SyntheticCells.Make(Truth, 180, 1.6, 1, seed + 100),
    ];

    [Fact]
    public async Task RunAsync_SyntheticCells_RecoversWithinTheIntervalsAndNamesWhatIsNotSeen()
    {
        var reports = new List<(double Share, string Text)>();
        var options = new FitOptions
        {
            Parameters = [FitParameter.Parse("D"), FitParameter.Parse("i0"), FitParameter.Parse("k"), FitParameter.Parse("Df=1e-18:1e-14")],
            Starts = 12, Threads = 2,
        };
        var result = await new CellFit().RunAsync(Cells(), Guess, options, new Listener(reports), TestContext.Current.CancellationToken);

        Assert.True(result.Converged);
        double[] truth = [Truth.DiffusivityM2S, Truth.ExchangeCurrentAM2, Truth.SideRateMS];
        for (int i = 0; i < truth.Length; i++)
        {
            var e = result.Parameters[i];
            Assert.Equal(Determination.Determined, e.Determination);
            Assert.True(e.ProfileInterval![0] <= truth[i] && truth[i] <= e.ProfileInterval[1], $"{e.Key}: {truth[i]:g4} outside {e.ProfileInterval[0]:g4} … {e.ProfileInterval[1]:g4}");
            Assert.True(e.ProfileInterval[1] < 2.5 * e.ProfileInterval[0], $"{e.Key}: {e.ProfileInterval[0]:g4} … {e.ProfileInterval[1]:g4}");
        }

        var film = result.Parameters[3];
        Assert.NotEqual(Determination.Determined, film.Determination);
        Assert.Contains(result.Findings, f => f.Contains("film_diffusivity_m2_s", StringComparison.Ordinal) && (f.Contains("do not determine", StringComparison.Ordinal) || f.Contains("only a", StringComparison.Ordinal)));
        Assert.All(result.Cells, c => Assert.True(c.VoltageRmsMV < 4, $"{c.VoltageRmsMV}"));
        Assert.InRange(result.ChiSquare / result.DegreesOfFreedom, 0.3, 1.7);
        Assert.Equal(1, reports[^1].Share);
        await FilesSayTheSame(result, Cells());
    }

    private static async Task FilesSayTheSame(FitResult result, FitCell[] cells)
    {
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await FitFiles.WriteAsync(folder, result, cells, TestContext.Current.CancellationToken);
            var material = MaterialFile.Load(Path.Combine(folder, FitFiles.MaterialName));
            Assert.Equal(result.Parameters[0].Value, material.DiffusivityM2S);
            Assert.Equal(result.Parameters[0].Interval, material.Uncertainty["diffusivity_m2_s"]);
            using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, FitFiles.Json)));
            Assert.Equal("determined", json.RootElement.GetProperty("parameters")[0].GetProperty("determination").GetString());
            foreach (string figure in (string[])["voltage.svg", "residuals.svg", "profiles.svg"])
                Assert.Equal("svg", XDocument.Load(Path.Combine(folder, figure)).Root!.Name.LocalName);
            Assert.All(result.Findings, f => Assert.Contains(f, File.ReadAllText(Path.Combine(folder, FitFiles.Report)), StringComparison.Ordinal));
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Over many noises the stated 95 % intervals hold the truth about as often as they say.</summary>
    [Fact]
    public async Task RunAsync_ManyNoises_IntervalsCoverTheTruth()
    {
        int covered = 0, all = 0;
        var options = new FitOptions { Parameters = [FitParameter.Parse("D"), FitParameter.Parse("k")], Starts = 0, Profile = false, Threads = 2 };
        for (int seed = 1; seed <= 20; seed++)
        {
            var result = await new CellFit().RunAsync(Cells(seed), Truth, options, cancellationToken: TestContext.Current.CancellationToken);
            double[] truth = [Truth.DiffusivityM2S, Truth.SideRateMS];
            for (int i = 0; i < 2; i++, all++)
                if (result.Parameters[i].LinearInterval[0] <= truth[i] && truth[i] <= result.Parameters[i].LinearInterval[1]) covered++;
        }

        Assert.InRange(covered, all - 6, all);
    }

    [Fact]
    public async Task RunAsync_Cancelled_Ends()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new CellFit().RunAsync(Cells(), Guess, new FitOptions { Parameters = [FitParameter.Parse("D")] }, cancellationToken: source.Token));
    }

    [Theory]
    [InlineData("diff", "cannot be fitted")]
    [InlineData("D=1e-10:1e-20", "bounds")]
    [InlineData("temperature_K", "cannot be fitted")]
    public void Parse_WrongParameter_SaysWhatItMayBe(string text, string message)
        => Assert.Contains(message, Assert.Throws<InputException>(() => FitParameter.Parse(text)).Message, StringComparison.Ordinal);

    private sealed class Listener(List<(double, string)> reports) : IProgress<(double Share, string Text)>
    {
        public void Report((double Share, string Text) value)
        {
            lock (reports) reports.Add(value);
        }
    }
}
