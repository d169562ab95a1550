using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Pipeline.Benchmarks;
using LtoAutoscope.Imaging.Pyramids;
using LtoAutoscope.Pipeline.Exchange;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Mosaics;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Reports.Runs;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Storage.Samples;

namespace LtoAutoscope.Pipeline.Tests.Exchange;

public sealed class ExchangeTests : IAsyncLifetime
{
    private static readonly LargeRunOptions Small = new() { Tiles = 14, Different = 5, Areas = 2, WidthPx = 256, ParticlesPerTile = 20, OtherRuns = 0 };
    private readonly string _folder = Directory.CreateTempSubdirectory("lto-exchange-").FullName;
    private DataFolder _data = default!;
    private RunFolder _run = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _data = await DataFolder.OpenAsync(Path.Combine(_folder, "data"), new DataFolderOptions(), TimeProvider.System, Token);
        await new LargeRun(Small).WriteAsync(_data, null, Token);
        _run = await RunFolder.OpenAsync(_data, LargeRun.RunId, Token);
    }

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task MosaicExport_EachArea_HoldsTheFramesThatCountPixelForPixel()
    {
        MosaicExport export = await MosaicExport.OpenAsync(_run, Token);
        Assert.Equal([1, 2], export.Areas);
        IReadOnlyList<ExportedMosaic> written = await export.WriteAllAsync(Path.Combine(_folder, "ome"), null, Token);
        Assert.Equal([1, 2], written.Select(mosaic => mosaic.Area));
        Dictionary<string, FrameRecord> records = (await _run.ReadJournalAsync(Token)).Where(line => line.Kind == RunEventKind.FrameSaved)
            .Select(line => System.Text.Json.JsonSerializer.Deserialize<FrameRecord>(line.Data["record"], DomainJson.Line)!).GroupBy(record => record.Metadata.FrameId).ToDictionary(group => group.Key, group => group.Last());
        int compared = 0;
        foreach (ExportedMosaic mosaic in written)
        {
            Assert.StartsWith(LargeRun.RunId, Path.GetFileName(mosaic.Path), StringComparison.Ordinal);
            ImagePage page = ImageFile.Open(mosaic.Path).Read(0);
            Assert.Equal((mosaic.WidthPx, mosaic.HeightPx), (page.Frame.Image.Width, page.Frame.Image.Height));
            Assert.NotNull(page.Frame.Metadata.PixelSizeNm);
            string xml = TiffLayout(mosaic.Path);
            JsonArray frames = JsonNode.Parse(Between(xml, OmeMosaicDescription.FramesNamespace))!.AsArray();
            Assert.Equal(mosaic.Frames, frames.Count);
            Assert.Contains(LargeRun.RunId, xml, StringComparison.Ordinal);
            Assert.All(frames, frame => Assert.NotNull(frame!["stage"]));
            foreach (JsonNode? frame in frames)
            {
                string id = frame!["frame_id"]!.GetValue<string>();
                Assert.Equal(records[id].Sha256, frame["sha256"]!.GetValue<string>());
                GreyImage own = (await _run.Frames(new TiffFrameCodec()).LoadAsync(records[id], Token)).Image;
                int left = frame["x_px"]!.GetValue<int>(), top = frame["y_px"]!.GetValue<int>();
                // Where frames do not overlap the middle belongs to the frame alone.
                for (int y = own.Height / 2; y < own.Height / 2 + 8; y++)
                    for (int x = own.Width / 2; x < own.Width / 2 + 8; x++, compared++) Assert.Equal(own.Pixels[y * own.Width + x], page.Frame.Image.Pixels[(top + y) * mosaic.WidthPx + left + x]);
            }
        }

        Assert.True(compared > 0);
        InputException none = await Assert.ThrowsAsync<InputException>(() => export.WriteAsync(9, Path.Combine(_folder, "no.tif"), null, Token));
        Assert.Contains("1, 2", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MosaicBands_OverlappingFrames_AreBlendedByDistanceFromTheirBorderOrTheLaterOneLiesOnTop()
    {
        FrameRecord[] records = [.. (await _run.ReadJournalAsync(Token)).Where(line => line.Kind == RunEventKind.FrameSaved).Select(line => System.Text.Json.JsonSerializer.Deserialize<FrameRecord>(line.Data["record"], DomainJson.Line)!).DistinctBy(record => record.Metadata.FrameId).Take(2)];
        const int shift = 100;
        PlacedFrame[] placed = [.. records.Select((record, i) => new PlacedFrame(
            new FrameView(LargeRun.RunId, record.Metadata, FrameVerdict.Accepted, "", 1, 0, record.Sha256), 0, new PixelRect(i * shift, 0, record.Metadata.WidthPx, record.Metadata.HeightPx)))];
        GreyImage[] images = [.. await Task.WhenAll(records.Select(async record => (await _run.Frames(new TiffFrameCodec()).LoadAsync(record, Token)).Image))];
        int width = images[0].Width, height = images[0].Height, x = 150, y = 20;
        var box = new PixelRect(0, 0, width + shift, height);
        ushort[] blended = await new MosaicBands(_run, placed, box, blends: true).BandAsync(0, height, Token), laid = await new MosaicBands(_run, placed, box, blends: false).BandAsync(0, height, Token);
        float first = images[0].Pixels[y * width + x], second = images[1].Pixels[y * width + x - shift];
        float a = Math.Min(y + 1, Math.Min(x, width - 1 - x) + 1), b = Math.Min(y + 1, Math.Min(x - shift, width - 1 - (x - shift)) + 1);
        Assert.Equal((ushort)((a * first + b * second) / (a + b) + 0.5f), blended[y * box.Width + x]);
        Assert.Equal((ushort)second, laid[y * box.Width + x]);
        Assert.Equal(images[0].Pixels[y * width + 5], blended[y * box.Width + 5]);
    }

    [Fact]
    public async Task MosaicExport_FrameThatWasChanged_IsRefused()
    {
        string frame = Directory.EnumerateFiles(_run.FramesPath, "a01-*.tif").Order(StringComparer.Ordinal).First();
        byte[] bytes = await File.ReadAllBytesAsync(frame, Token);
        bytes[^1] ^= 1;
        await AtomicFile.WriteAsync(frame, bytes, Token);
        MosaicExport export = await MosaicExport.OpenAsync(_run, Token);
        InputException error = await Assert.ThrowsAsync<InputException>(() => export.WriteAsync(1, Path.Combine(_folder, "a.tif"), null, Token));
        Assert.Contains("SHA-256", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "a.tif")));
    }

    [Fact]
    public async Task ReportWriter_ReadLater_TakesInWhatIsRegisteredSinceAndLeavesTheOwnReport()
    {
        await ReportWriter.WriteAsync(_run, TimeProvider.System, Token);
        string own = await FileHash.Sha256Async(_run.ReportPath, Token);
        Assert.True(File.Exists(_run.ReportJsonPath));
        string sample = _run.Record.Sample.Name;
        await new SampleStore(_data).SaveAsync(_run.Record.Sample with { BetAreaM2PerG = 12.5 }, Token);
        await new CellTestStore(_data).SaveAsync(new CellTest(sample, "cell-1", 0.975, 0.1, DateTimeOffset.UnixEpoch), Token);
        RunReportModel model = await ReportWriter.ReadAsync(_run, TimeProvider.System, Token);
        Assert.Equal(12.5, model.Sample.BetAreaM2PerG);
        Assert.Equal("cell-1", Assert.Single(model.Cells).CellName);
        Assert.Equal(own, model.OwnReport!.Sha256);
        Assert.Equal(own, await FileHash.Sha256Async(_run.ReportPath, Token));
        Assert.Contains(model.Frames, frame => frame.Picture is not null);
        Assert.All(model.Frames.Where(frame => frame.Thumbnail is not null), frame => Assert.NotEmpty(frame.Thumbnail!));
        string html = RunReport.Render(model);
        Assert.Contains("cell-1", html, StringComparison.Ordinal);
        Assert.Contains(own, html, StringComparison.Ordinal);
    }

    /// <summary>The table holds the particles behind the morphology: on its scale, none twice. The analyses are looked at for outlines that are shown, and for nothing else.</summary>
    [Fact]
    public async Task ReportWriter_RunWithATable_TakesItsParticlesFromItAlone()
    {
        RunDetail detail = await RunReader.ReadAsync(_run, Token);
        RunReportModel before = await ReportWriter.ReadAsync(_run, TimeProvider.System, Token);
        Assert.Equal(detail.Particles.Count(particle => particle.Counts), before.Particles.Count);
        Particle[] scaled = [.. detail.Particles.Select(particle => particle.Scaled(1.1))];
        await ParticleTableWriter.WriteAsync(_run.ParticlesCsvPath, scaled, Token);
        foreach (string analysis in Directory.EnumerateFiles(_run.AnalysisPath).ToArray()) File.Delete(analysis);
        RunReportModel after = await ReportWriter.ReadAsync(_run, TimeProvider.System, Token);
        Assert.Equal(scaled.Where(particle => particle.Counts).Select(particle => particle.DiameterNm), after.Particles.DiametersNm);
        Assert.Equal(scaled.Where(particle => particle.Counts).Select(particle => particle.Weight), after.Particles.Weights);
        Assert.All(after.Frames, frame => Assert.Empty(frame.Outlines));
    }

    [Fact]
    public async Task MultipliedRun_ThreeTimes_HasThreeTimesTheFramesAndParticles()
    {
        RunDetail detail = await RunReader.ReadAsync(_run, Token);
        await ParticleTableWriter.WriteAsync(_run.ParticlesCsvPath, detail.Particles, Token);
        using DataFolder data = await DataFolder.OpenAsync(Path.Combine(_folder, "longer"), new DataFolderOptions(), TimeProvider.System, Token);
        RunFolder longer = await MultipliedRun.WriteAsync(_run, data, 3, Token);
        RunReportModel one = await ReportWriter.ReadAsync(_run, TimeProvider.System, Token), three = await ReportWriter.ReadAsync(longer, TimeProvider.System, Token);
        Assert.Equal(3 * one.Frames.Count, three.Frames.Count);
        Assert.Equal(3 * one.Frames.Count(frame => frame.Accepted), three.Frames.Count(frame => frame.Accepted));
        Assert.Equal(3 * one.Particles.Count, three.Particles.Count);
        Assert.Equal(3 * detail.Particles.DistinctBy(particle => particle.ParticleId).Count(), (await RunReader.ReadAsync(longer, Token)).Particles.DistinctBy(particle => particle.ParticleId).Count());
    }

    [Fact]
    public async Task ReportWriter_DamagedCellFile_IsToldAndTheReportIsWritten()
    {
        await AtomicFile.WriteTextAsync(Path.Combine(_data.Cells, "broken.json"), "{", Token);
        RunReportModel model = await ReportWriter.ReadAsync(_run, TimeProvider.System, Token);
        Assert.Empty(model.Cells);
        Assert.Contains(model.Incidents, note => note.Reason.Contains("broken.json", StringComparison.Ordinal));
    }

    private static string TiffLayout(string path)
    {
        using BitMiracle.LibTiff.Classic.Tiff tiff = BitMiracle.LibTiff.Classic.Tiff.Open(path, "r");
        return tiff.GetField(BitMiracle.LibTiff.Classic.TiffTag.IMAGEDESCRIPTION)[0].ToString();
    }

    private static string Between(string xml, string ns)
    {
        System.Xml.Linq.XElement root = System.Xml.Linq.XDocument.Parse(xml).Root!;
        return root.Descendants().Single(element => (string?)element.Attribute("Namespace") == ns).Elements().Single().Value;
    }
}
