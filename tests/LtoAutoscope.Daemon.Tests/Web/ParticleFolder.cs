using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Daemon.Tests.Components;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Daemon.Tests.Web;

/// <summary>A data folder with two measured runs, on the disk as the laboratory writes them.</summary>
internal sealed class ParticleFolder : IDisposable
{
    public const string RunId = "20261122-204100-LTO-0412-B", Other = "20261122-195200-LTO-0412-A", Particle = "a01-f0001-0003";
    private readonly string _folder;

    private ParticleFolder(string folder, DataFolder data) => (_folder, Data) = (folder, data);

    public DataFolder Data { get; }

    public static async Task<ParticleFolder> MakeAsync(CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("lto-particles-").FullName;
        DataFolder data = await DataFolder.OpenAsync(folder, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, cancellationToken);
        await WriteAsync(data, RunId, 84, 1, cancellationToken);
        await WriteAsync(data, Other, 68, 2, cancellationToken);
        return new ParticleFolder(folder, data);
    }

    public void Dispose()
    {
        Data.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task WriteAsync(DataFolder data, string runId, double medianNm, int seed, CancellationToken cancellationToken)
    {
        string sample = runId[16..];
        RunFolder run = await RunFolder.CreateAsync(
            data,
            new RunRecord
            {
                RunId = runId, Sample = new Sample { Name = sample, Stub = "1" }, Recipe = new Recipe { Name = "standard" }, Instrument = "SEM 1", IsSimulated = true, CreatedAt = DateTimeOffset.UnixEpoch,
                SoftwareVersion = "test", SegmentationModel = "test", Stub = new Stub("1", 0, 0, 5),
            },
            cancellationToken);
        List<Particle> all = [];
        await using NdjsonJournal journal = await run.OpenJournalAsync(TimeProvider.System, cancellationToken);
        for (int f = 1; f <= 3; f++)
        {
            string id = $"a01-f{f:0000}";
            List<Particle> particles = FakePowder.Frame(id, seed * 1000 + f, medianNm);
            var metadata = new FrameMetadata { FrameId = id, WidthPx = FakePowder.WidthPx, HeightPx = FakePowder.HeightPx, BitsPerPixel = 8, PixelSizeNm = FakePowder.PixelSizeNm };
            FrameRecord record = runId == RunId && f == 1 ? await SaveAsync(run, metadata, cancellationToken) : new FrameRecord(metadata, $"frames/{id}.tif", new string('0', 64));
            await FrameAnalysisFile.WriteAsync(run, new FrameAnalysis(id, particles, new LabelImage(8, 8), 0.1), cancellationToken);
            await journal.AppendAsync(RunEventKind.FrameSaved, new JsonObject { ["frame_id"] = id, ["record"] = JsonSerializer.SerializeToNode(record, DomainJson.Line) }, cancellationToken);
            await journal.AppendAsync(RunEventKind.FrameAccepted, new JsonObject { ["frame_id"] = id, ["whole_count"] = particles.Count(p => p.Counts), ["particle_count"] = particles.Count }, cancellationToken);
            all.AddRange(particles);
        }

        await ParticleTableWriter.WriteAsync(run.ParticlesCsvPath, all, cancellationToken);
    }

    /// <summary>One frame lies on the disk as a picture, for crops.</summary>
    private static Task<FrameRecord> SaveAsync(RunFolder run, FrameMetadata metadata, CancellationToken cancellationToken)
    {
        var image = new GreyImage(metadata.WidthPx, metadata.HeightPx, 8);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (ushort)(i / 7 % 250);
        return run.Frames(new TiffFrameCodec()).SaveAsync(new Frame(metadata, image), cancellationToken);
    }
}
