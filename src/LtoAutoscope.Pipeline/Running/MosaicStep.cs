using System.Text.Json.Nodes;
using LtoAutoscope.Acquisition.Mosaics;
using LtoAutoscope.Acquisition.Running;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Running;

/// <summary>Stitches the overlapping frames of a run, where its recipe asks for it, and says which particles two of them show.</summary>
internal sealed class MosaicStep(RunFolder folder, RunLog log, RunWatcher watcher)
{
    /// <summary>Name of the picture.</summary>
    public const string PictureName = "mosaic.tif";

    /// <summary>Stitches, and returns the ids of the particles that an earlier frame counts already; empty where nothing was asked or the frames could not be joined.</summary>
    public async Task<IReadOnlySet<string>> RunAsync(IReadOnlyList<(FrameRecord Record, IReadOnlyList<Particle> Particles)> frames, CancellationToken cancellationToken)
    {
        if (!folder.Record.Recipe.Plan.Mosaic || frames.Count < 2) return new HashSet<string>();
        watcher.OnActivity("stitching the frames");
        RunFrameStore store = folder.Frames(new TiffFrameCodec());
        MosaicTile[] tiles = [.. frames.Select(frame => new MosaicTile(frame.Record.Metadata, async token => (await store.LoadAsync(frame.Record, token).ConfigureAwait(false)).Image))];
        try
        {
            MosaicSolution solution = await MosaicSolver.SolveAsync(tiles, null, cancellationToken).ConfigureAwait(false);
            string picture = folder.PathOf(PictureName);
            solution = await MosaicWriter.WriteAsync(solution, tiles, picture, null, cancellationToken).ConfigureAwait(false);
            await log.AppendAsync(RunEventKind.MosaicDone, new JsonObject
            {
                ["file"] = PictureName, ["columns"] = solution.Columns, ["rows"] = solution.Rows, ["residual_px"] = solution.ResidualPx,
                ["files"] = new JsonArray(await HashAsync(picture, cancellationToken).ConfigureAwait(false), await HashAsync(folder.PathOf(MosaicWriter.PositionsFile), cancellationToken).ConfigureAwait(false)),
            }, cancellationToken).ConfigureAwait(false);
            return MosaicParticles.Duplicates(solution, frames.ToDictionary(frame => frame.Record.Metadata.FrameId, frame => frame.Particles));
        }
        catch (InputException unjoined)
        {
            // The frames count all the same; only the picture is missing, and the page says why.
            await log.DecideAsync("fault", "No mosaic", $"{unjoined.Message}", cancellationToken).ConfigureAwait(false);
            return new HashSet<string>();
        }
    }

    private async Task<JsonNode> HashAsync(string path, CancellationToken cancellationToken) => new JsonObject
    {
        ["path"] = Path.GetRelativePath(folder.FolderPath, path).Replace('\\', '/'), ["sha256"] = await FileHash.Sha256Async(path, cancellationToken).ConfigureAwait(false),
    };
}
