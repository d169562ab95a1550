using System.Text.Json.Nodes;
using LtoAutoscope.Acquisition.Running;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Pipeline.Tests.Live;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Tests.Particles;

/// <summary>Invented particles, and a run folder that holds them.</summary>
internal static class Powder
{
    public const double PixelSizeNm = 2;

    /// <summary>Frames of particles, all drawn from a seed.</summary>
    public static List<List<Particle>> Frames(int seed, int frames, int perFrame)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(1, frames).Select(f => Enumerable.Range(1, perFrame).Select(i => Draw($"a01-f{f:0000}", i, random)).ToList())];
    }

    /// <summary>Makes a run: record, journal, analyses and frames; the table where it is measured.</summary>
    public static async Task<RunFolder> WriteAsync(DataFolder data, IReadOnlyList<List<Particle>> frames, bool measured, CancellationToken cancellationToken, string runId = "20260314-180000-powder", string batch = "")
    {
        RunFolder folder = await RunFolder.CreateAsync(data, Lines.Record with { RunId = runId, Sample = Lines.Record.Sample with { Batch = batch } }, cancellationToken);
        await AddFramesAsync(folder, frames, cancellationToken);
        if (measured) await ParticleTableWriter.WriteAsync(folder.ParticlesCsvPath, frames.SelectMany(frame => frame), cancellationToken);
        return folder;
    }

    public static async Task AddFramesAsync(RunFolder folder, IReadOnlyList<List<Particle>> frames, CancellationToken cancellationToken)
    {
        await using NdjsonJournal journal = await folder.OpenJournalAsync(TimeProvider.System, cancellationToken);
        foreach (List<Particle> particles in frames)
        {
            string id = particles[0].Frame;
            var image = new GreyImage(128, 96, 8);
            for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (ushort)(i % 200);
            FrameRecord record = await folder.Frames(new TiffFrameCodec()).SaveAsync(new Frame(new FrameMetadata
            {
                FrameId = id, WidthPx = 128, HeightPx = 96, BitsPerPixel = 8, PixelSizeNm = PixelSizeNm, Position = new StagePosition(1, 2, 0, 0, 0),
            }, image), cancellationToken);
            await FrameAnalysisFile.WriteAsync(folder, new FrameAnalysis(id, particles, new LabelImage(128, 96), 0.1), cancellationToken);
            await journal.AppendAsync(RunEventKind.FrameSaved, new JsonObject { ["frame_id"] = id, ["record"] = RunLog.Json(record) }, cancellationToken);
            await journal.AppendAsync(RunEventKind.FrameAccepted, new JsonObject { ["frame_id"] = id, ["whole_count"] = particles.Count, ["particle_count"] = particles.Count }, cancellationToken);
        }
    }

    private static Particle Draw(string frame, int label, Random random)
    {
        // A few values come twice, so that ties are seen.
        double diameter = random.Next(5) == 0 ? 70 : 40 + Math.Round(80 * random.NextDouble(), 3), aspect = 1 + random.NextDouble();
        bool edge = random.Next(8) == 0;
        double x = 128 * random.NextDouble(), y = 96 * random.NextDouble();
        return new Particle
        {
            ParticleId = $"{frame}-{label:0000}", Frame = frame, LabelId = label, XPx = x, YPx = y, AreaNm2 = Math.PI / 4 * diameter * diameter, DiameterNm = diameter,
            FeretMaxNm = 1.1 * diameter, FeretMinNm = diameter / 1.1, LengthNm = diameter * aspect, WidthNm = diameter / aspect, AspectRatio = aspect, PerimeterNm = 3.3 * diameter,
            Circularity = 0.7 + 0.3 * random.NextDouble(), Solidity = 0.9 + 0.1 * random.NextDouble(), FractalDimension = random.Next(4) == 0 ? double.NaN : 1 + 0.1 * random.NextDouble(), FractalDimensionSe = 0.01,
            TouchesBorder = edge, Weight = edge ? 0 : 1 + diameter / 500, Confidence = 0.5 + 0.5 * random.NextDouble(), Class = edge ? ParticleClass.Cut : random.Next(6) == 0 ? ParticleClass.Overlapped : ParticleClass.Whole,
            AgglomerateId = label, AgglomerateWeight = 1, Outline = [(float)x - 3, (float)y - 3, (float)x + 3, (float)y - 3, (float)x + 3, (float)y + 3, (float)x - 3, (float)y + 3],
        };
    }
}
