using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Storage.Columns;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Particles;

/// <summary>Crops of particles, cut from their frames. At most two frames are read at a time; the last few frames and crops are kept.</summary>
/// <remarks>Thread safety: all members may be called from any thread.</remarks>
public sealed class ParticleCrops
{
    private const long FrameBytes = 96L << 20, CropBytes = 48L << 20;
    private const int Outlines = 24;
    private readonly SemaphoreSlim _readers = new(2, 2);
    private readonly RecentItems<FramePicture> _frames = new(FrameBytes);
    private readonly RecentItems<byte[]> _crops = new(CropBytes);
    private readonly RecentItems<IReadOnlyList<Particle>> _outlines = new(Outlines);

    /// <summary>The side of a square that shows a particle with its surroundings, nm.</summary>
    public static double SideFor(double feretNm) => Math.Max(1, Math.Ceiling(feretNm * 1.5 / 10) * 10);

    /// <summary>What tells two crops apart: the frame's hash and all that is asked. It serves as an entity tag.</summary>
    public static string TagOf(RunParticles run, int row, double sideNm, int size, bool outline)
    {
        ArgumentNullException.ThrowIfNull(run);
        string frame = run.Columns.Frame(row);
        string hash = run.Frames.GetValueOrDefault(frame)?.Sha256 is { Length: > 16 } known ? known[..16] : run.Columns.Directory.Source.Hash;
        return FormattableString.Invariant($"{hash}-{run.Columns.Id(row)}-{sideNm:R}-{size}-{(outline ? 1 : 0)}");
    }

    /// <summary>A square with the particle in its middle, as JPEG; null where the frame is not on the disk.</summary>
    /// <param name="run">The run.</param>
    /// <param name="row">Row of the particle.</param>
    /// <param name="sideNm">Side of the square on the sample, nm, above 0.</param>
    /// <param name="size">Side of the picture, pixels, 16…1024.</param>
    /// <param name="outline">Whether its outline is drawn.</param>
    /// <param name="cancellationToken">Ends the wait for a free reader.</param>
    public async Task<byte[]?> CropAsync(RunParticles run, int row, double sideNm, int size, bool outline, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        string tag = $"{run.Record.RunId}/{TagOf(run, row, sideNm, size, outline)}";
        if (_crops.TryGet(tag, out byte[]? kept)) return kept;
        (string id, string frame) = (run.Columns.Id(row), run.Columns.Frame(row));
        (double x, double y) = (run.Columns.Numbers("x_px")[row], run.Columns.Numbers("y_px")[row]);
        bool counts = (run.Columns.Flags[row] & (int)ParticleFlags.Counts) != 0;
        await _readers.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (await FrameAsync(run, frame, cancellationToken).ConfigureAwait(false) is not { } picture) return null;
            IReadOnlyList<float>? drawn = outline ? await OutlineAsync(run, frame, id, cancellationToken).ConfigureAwait(false) : null;
            double pixel = run.Frames.GetValueOrDefault(frame)?.Metadata.PixelSizeNm is { } known ? known : double.IsFinite(run.PixelSizeNm) ? run.PixelSizeNm : 1;
            byte[] crop = picture.Crop(x, y, sideNm / pixel, size, drawn, counts);
            _crops.Put(tag, crop, crop.Length);
            return crop;
        }
        finally
        {
            _readers.Release();
        }
    }

    /// <summary>The outline of a particle, x, y pairs in pixels; empty where its frame's analysis is gone.</summary>
    public async Task<IReadOnlyList<float>> OutlineAsync(RunParticles run, string frame, string particleId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (!RunId.IsValid(frame)) return [];
        string key = $"{run.Record.RunId}/{frame}/{run.Frames.GetValueOrDefault(frame)?.Sha256}";
        if (!_outlines.TryGet(key, out IReadOnlyList<Particle>? particles))
        {
            RunFolder folder = await RunFolder.OpenAsync(run.FolderPath, cancellationToken).ConfigureAwait(false);
            particles = (await FrameAnalysisFile.ReadAsync(folder, frame, cancellationToken).ConfigureAwait(false))?.Particles ?? [];
            _outlines.Put(key, particles, 1);
        }

        return particles!.FirstOrDefault(particle => particle.ParticleId == particleId)?.Outline ?? [];
    }

    private async Task<FramePicture?> FrameAsync(RunParticles run, string frame, CancellationToken cancellationToken)
    {
        string key = $"{run.Record.RunId}/{frame}/{run.Frames.GetValueOrDefault(frame)?.Sha256}";
        if (_frames.TryGet(key, out FramePicture? kept)) return kept;
        if (!RunId.IsValid(frame)) return null;
        string path = Path.Combine(run.FolderPath, "frames", frame + ".tif");
        if (!File.Exists(path)) return null;
        try
        {
            FramePicture picture = await Task.Run(() => FramePicture.Of(ImageFile.Open(path).Read(0).Frame.Image), cancellationToken).ConfigureAwait(false);
            _frames.Put(key, picture, (long)picture.Width * picture.Height);
            return picture;
        }
        catch (InputException)
        {
            return null;
        }
    }
}
