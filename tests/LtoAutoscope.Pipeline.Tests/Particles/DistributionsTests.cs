using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Metrology;
using LtoAutoscope.Pipeline.Particles;
using LtoAutoscope.Storage.Columns;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Decisions;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Tests.Particles;

public sealed class DistributionsTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lto-distributions-").FullName;
    private DataFolder _data = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _data = await DataFolder.OpenAsync(_folder, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(false, "diameter_nm")]
    [InlineData(true, "diameter_nm")]
    [InlineData(false, "aspect_ratio")]
    [InlineData(true, "fractal_dimension")]
    public async Task ReadAsync_WholeRun_GivesTheFiguresOfItsMorphology(bool byVolume, string key)
    {
        List<List<Particle>> frames = Powder.Frames(11, 6, 50);
        RunFolder folder = await Powder.WriteAsync(_data, frames, measured: true, Token);
        Morphology morphology = MorphologyStatistics.Summarise(frames, Powder.PixelSizeNm, new SummaryOptions { Seed = folder.Record.Recipe.Seed });
        (MeasureSummary number, MeasureSummary volume) = key switch
        {
            "diameter_nm" => (morphology.DiameterNm, morphology.VolumeWeighted.DiameterNm), "aspect_ratio" => (morphology.AspectRatio, morphology.VolumeWeighted.AspectRatio),
            _ => (morphology.FractalDimension, morphology.VolumeWeighted.FractalDimension),
        };
        MeasureSummary expected = byVolume ? volume : number;
        var library = new ParticleLibrary(_data, TimeProvider.System);
        SampleDistribution sample = (await new Distributions(library).ReadAsync([folder.RunId], new DistributionRequest { Quantity = ParticleQuantity.Find(key)!, ByVolume = byVolume }, Token)).Samples[0];
        Distribution actual = sample.Distribution!;
        Close(expected.D10, expected.D10Ci95Sampling!, actual.D10);
        Close(expected.D50, expected.MedianCi95Sampling!, actual.D50);
        Close(expected.D90, expected.D90Ci95Sampling!, actual.D90);
        Close(expected.Mean, expected.MeanCi95Sampling!, actual.Mean);
        Assert.Equal(expected.GeometricStd, actual.GeometricStandardDeviation, 9);
        Assert.Equal(sample.Total, sample.Counted + sample.LeftOutAtEdge + sample.LeftOutByFilter + sample.LeftOutUnknown);
    }

    [Fact]
    public async Task ReadAsync_TwoSizesByVolume_WeighsThemByTheirCubes()
    {
        List<Particle> frame = [.. Powder.Frames(12, 1, 40)[0].Select((p, i) => p with { DiameterNm = i % 2 == 0 ? 50 : 100, TouchesBorder = false, Weight = 1, FractalDimension = 1.1 })];
        RunFolder folder = await Powder.WriteAsync(_data, [frame], measured: true, Token);
        var library = new ParticleLibrary(_data, TimeProvider.System);
        var distributions = new Distributions(library);
        Distribution number = (await distributions.ReadAsync([folder.RunId], new DistributionRequest(), Token)).Samples[0].Distribution!;
        Distribution volume = (await distributions.ReadAsync([folder.RunId], new DistributionRequest { ByVolume = true }, Token)).Samples[0].Distribution!;
        Assert.Equal(0.5, Share(number, 50), 12);
        Assert.Equal(0.5, Share(number, 100), 12);
        Assert.Equal(1 / 9.0, Share(volume, 50), 12);
        Assert.Equal(8 / 9.0, Share(volume, 100), 12);
        Assert.Equal(1, volume.Bins.Sum(bin => bin.Share.Value), 12);
        Assert.Equal(1, volume.Cumulative[^1].Share.Value, 12);
        Assert.Equal((50 + 8 * 100) / 9.0, volume.Mean.Value, 9);

        static double Share(Distribution distribution, double at) => distribution.Bins.Where(bin => at >= bin.From && at < bin.To || bin == distribution.Bins[^1] && at == bin.To).Sum(bin => bin.Share.Value);
    }

    [Fact]
    public async Task ReadAsync_RejectedParticles_StandBesideTheUntouchedFigures()
    {
        List<List<Particle>> frames = Powder.Frames(13, 4, 40);
        RunFolder folder = await Powder.WriteAsync(_data, frames, measured: true, Token);
        var library = new ParticleLibrary(_data, TimeProvider.System);
        var distributions = new Distributions(library);
        SampleDistribution before = (await distributions.ReadAsync([folder.RunId], new DistributionRequest(), Token)).Samples[0];
        string[] largest = [.. frames.SelectMany(frame => frame).Where(p => p.Counts).OrderByDescending(p => p.DiameterNm).Take(10).Select(p => p.ParticleId)];
        await library.DecideAsync(folder.RunId, largest, DecisionVerdict.Rejected, "too large to be one", "anna", Token);
        SampleDistribution after = (await distributions.ReadAsync([folder.RunId], new DistributionRequest(), Token)).Samples[0];
        SampleDistribution applied = (await distributions.ReadAsync([folder.RunId], new DistributionRequest { WithDecisions = true }, Token)).Samples[0];
        Assert.Null(before.WithDecisions);
        Assert.Equal(before.Untouched, after.Untouched);
        Assert.Equal(before.Distribution!.D90, after.Distribution!.D90);
        Assert.Equal((10, before.Counted - 10), (after.Rejected, after.WithDecisions!.Count));
        Assert.True(after.WithDecisions.D90.Value < after.Untouched!.D90.Value);
        Assert.Equal(after.WithDecisions.D90, applied.Distribution!.D90);
    }

    private static void Close(double value, double[] interval, Estimate actual)
    {
        Assert.Equal(value, actual.Value, 9);
        Assert.Equal(interval[0], actual.Low, 9);
        Assert.Equal(interval[1], actual.High, 9);
    }
}
