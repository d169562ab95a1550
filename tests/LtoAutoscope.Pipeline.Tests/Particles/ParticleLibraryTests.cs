using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Pipeline.Particles;
using LtoAutoscope.Storage.Columns;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Decisions;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Tests.Particles;

public sealed class ParticleLibraryTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lto-library-").FullName;
    private DataFolder _data = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _data = await DataFolder.OpenAsync(_folder, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task OpenAsync_MeasuredRun_WritesTheColumnFileAndReadsItBack()
    {
        List<List<Particle>> frames = Powder.Frames(1, 3, 40);
        RunFolder folder = await Powder.WriteAsync(_data, frames, measured: true, Token);
        string file = folder.PathOf(ParticleColumnsFile.FileName);
        RunParticles first = (await new ParticleLibrary(_data, TimeProvider.System).OpenAsync(folder.RunId, Token))!;
        Assert.Equal((120, 3, false, Powder.PixelSizeNm), (first.Columns.Count, first.FrameCount, first.IsUnderWay, first.PixelSizeNm));
        DateTime written = File.GetLastWriteTimeUtc(file);
        RunParticles second = (await new ParticleLibrary(_data, TimeProvider.System).OpenAsync(folder.RunId, Token))!;
        Assert.Equal(written, File.GetLastWriteTimeUtc(file));
        Assert.Equal(first.Columns.Numbers("outlier_score"), second.Columns.Numbers("outlier_score"));
        Assert.Equal(frames.SelectMany(frame => frame).Select(p => p.DiameterNm), second.Columns.Numbers("diameter_nm"));
    }

    [Theory]
    [InlineData(0.0001)]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public async Task OpenAsync_DamagedColumnFile_IsMadeAnew(double place)
    {
        RunFolder folder = await Powder.WriteAsync(_data, Powder.Frames(2, 2, 30), measured: true, Token);
        string file = folder.PathOf(ParticleColumnsFile.FileName);
        RunParticles whole = (await new ParticleLibrary(_data, TimeProvider.System).OpenAsync(folder.RunId, Token))!;
        double[] diameters = whole.Columns.Numbers("diameter_nm");
        byte[] good = await File.ReadAllBytesAsync(file, Token), bad = [.. good];
        int at = (int)(place * bad.Length);
        bad[at] ^= 0x40;
        await File.WriteAllBytesAsync(file, bad, Token);
        RunParticles again = (await new ParticleLibrary(_data, TimeProvider.System).OpenAsync(folder.RunId, Token))!;
        Assert.Equal(diameters, again.Columns.Numbers("diameter_nm"));
        Assert.Null(await Record.ExceptionAsync(() => ParticleColumnsFile.CheckAsync(file, ParticleColumnsFile.TryOpen(file)!.Directory, Token)));
    }

    [Fact]
    public async Task OpenAsync_CutColumnFile_IsMadeAnew()
    {
        RunFolder folder = await Powder.WriteAsync(_data, Powder.Frames(2, 2, 30), measured: true, Token);
        string file = folder.PathOf(ParticleColumnsFile.FileName);
        await new ParticleLibrary(_data, TimeProvider.System).OpenAsync(folder.RunId, Token);
        byte[] good = await File.ReadAllBytesAsync(file, Token);
        foreach (int length in (int[])[0, 20, 40, good.Length / 2, good.Length - 1])
        {
            await File.WriteAllBytesAsync(file, good[..length], Token);
            Assert.Equal(60, (await new ParticleLibrary(_data, TimeProvider.System).OpenAsync(folder.RunId, Token))!.Columns.Count);
            Assert.Equal(good.Length, new FileInfo(file).Length);
        }
    }

    [Fact]
    public async Task AskAsync_FileDeletedWhileItIsOpen_IsMadeAnewAndAnswers()
    {
        RunFolder folder = await Powder.WriteAsync(_data, Powder.Frames(3, 2, 30), measured: true, Token);
        var library = new ParticleLibrary(_data, TimeProvider.System);
        await library.OpenAsync(folder.RunId, Token);
        File.Delete(folder.PathOf(ParticleColumnsFile.FileName));
        int count = await library.AskAsync(folder.RunId, run => run.Columns.Numbers("solidity").Length, Token);
        Assert.Equal(60, count);
        Assert.True(File.Exists(folder.PathOf(ParticleColumnsFile.FileName)));
    }

    [Fact]
    public async Task OpenAsync_TableWrittenAnew_IsReadAnew()
    {
        RunFolder folder = await Powder.WriteAsync(_data, Powder.Frames(5, 2, 30), measured: true, Token);
        var library = new ParticleLibrary(_data, TimeProvider.System);
        await library.OpenAsync(folder.RunId, Token);
        await ParticleTableWriter.WriteAsync(folder.ParticlesCsvPath, Powder.Frames(6, 1, 11).SelectMany(frame => frame), Token);
        Assert.Equal(11, (await library.OpenAsync(folder.RunId, Token))!.Columns.Count);
    }

    [Fact]
    public async Task OpenAsync_RunUnderWay_GrowsWithItsFramesAndEndsInTheTable()
    {
        List<List<Particle>> frames = Powder.Frames(7, 4, 20);
        RunFolder folder = await Powder.WriteAsync(_data, frames[..2], measured: false, Token);
        var library = new ParticleLibrary(_data, TimeProvider.System);
        RunParticles early = (await library.OpenAsync(folder.RunId, Token))!;
        Assert.Equal((40, true), (early.Columns.Count, early.IsUnderWay));
        await Powder.AddFramesAsync(folder, frames[2..], Token);
        RunParticles later = (await library.OpenAsync(folder.RunId, Token))!;
        Assert.Equal(80, later.Columns.Count);
        Assert.NotEqual(early.Version, later.Version);
        Assert.False(File.Exists(folder.PathOf(ParticleColumnsFile.FileName)));
        await ParticleTableWriter.WriteAsync(folder.ParticlesCsvPath, frames.SelectMany(frame => frame), Token);
        RunParticles done = (await library.OpenAsync(folder.RunId, Token))!;
        Assert.False(done.IsUnderWay);
        Assert.Equal(later.Columns.Numbers("diameter_nm"), done.Columns.Numbers("diameter_nm"));
    }

    [Fact]
    public async Task DecideAsync_StrangeParticle_IsRefusedByName()
    {
        RunFolder folder = await Powder.WriteAsync(_data, Powder.Frames(8, 1, 10), measured: true, Token);
        var library = new ParticleLibrary(_data, TimeProvider.System);
        InputException refused = await Assert.ThrowsAsync<InputException>(() => library.DecideAsync(folder.RunId, ["a01-f0001-0001", "stranger"], DecisionVerdict.Accepted, "", "anna", Token));
        Assert.Contains("stranger", refused.What, StringComparison.Ordinal);
        Assert.Empty((await library.OpenAsync(folder.RunId, Token))!.Decisions.All);
    }

    [Fact]
    public async Task LastBatchAsync_NamedBatches_GivesTheNewestOther()
    {
        foreach ((string id, string batch) in ((string, string)[])[("20260101-000000-a", "B1"), ("20260102-000000-b", "B2"), ("20260103-000000-c", "B2"), ("20260104-000000-d", "B3"), ("20260105-000000-e", "B3")])
            await Powder.WriteAsync(_data, Powder.Frames(9, 1, 5), measured: true, Token, id, batch);
        var library = new ParticleLibrary(_data, TimeProvider.System);
        Assert.Equal(["20260103-000000-c", "20260102-000000-b"], await library.LastBatchAsync("20260105-000000-e", Token));
        Assert.Empty(await library.LastBatchAsync("20260101-000000-a", Token));
    }

    [Fact]
    public async Task OfAsync_Passport_TellsPlaceNeighboursAndPercentile()
    {
        List<List<Particle>> frames = Powder.Frames(10, 2, 40);
        RunFolder folder = await Powder.WriteAsync(_data, frames, measured: true, Token);
        var library = new ParticleLibrary(_data, TimeProvider.System);
        var crops = new ParticleCrops();
        Particle[] counted = [.. frames.SelectMany(frame => frame).Where(p => p.Counts).OrderBy(p => p.DiameterNm)];
        Particle middle = counted.First(p => p.DiameterNm > 90);
        ParticlePassport passport = (await new ParticlePassports(library, crops, null).OfAsync(folder.RunId, middle.ParticleId, Token))!;
        double below = counted.Where(p => p.DiameterNm < middle.DiameterNm).Sum(p => p.Weight) + counted.Where(p => p.DiameterNm == middle.DiameterNm).Sum(p => p.Weight) / 2;
        PassportMeasure diameter = passport.Measures.Single(m => m.Key == "diameter_nm");
        Assert.Equal(100 * below / counted.Sum(p => p.Weight), diameter.Percentile!.Value, 9);
        Assert.Equal(2 * 0.02 / Math.Sqrt(3) * middle.DiameterNm, diameter.Uncertainty!.Value, 9);
        Assert.Equal(1 + (middle.XPx - 63.5) * 2e-6, passport.StageXMm!.Value, 12);
        Assert.Equal(2 - (middle.YPx - 47.5) * 2e-6, passport.StageYMm!.Value, 12);
        Assert.Equal(64, passport.FrameSha256.Length);
        Assert.Equal(8, passport.Outline.Count);
        Assert.All(passport.Smaller, near => Assert.True(near.Values["diameter_nm"] <= middle.DiameterNm));
        Assert.Equal(counted[Array.IndexOf(counted, middle) + 1].DiameterNm, passport.Larger[0].Values["diameter_nm"]);
        Assert.Null(await new ParticlePassports(library, crops, null).OfAsync(folder.RunId, "nobody", Token));
    }
}
