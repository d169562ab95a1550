using System.Text;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Instruments.Xl30;

namespace LtoAutoscope.Twin.Servers;

/// <summary>Writes what the twin's XL30 sees as a TIFF, as the instrument does on its own disk.</summary>
/// <param name="microscope">The microscope.</param>
/// <param name="folder">Stands for the instrument's disk, whatever folder a client names; null where there is none.</param>
internal sealed class Xl30PictureWriter(TwinMicroscope microscope, string? folder)
{
    private const int OverwriteFlag = 0x10;
    private const int LongestName = 12;
    private const double DwellUs = 3;

    /// <summary>Lines a frame by their codes; the width is that of 712 × 484, in proportion.</summary>
    private static readonly Dictionary<ushort, int> LinesByCode = new()
    {
        [0] = 121, [1] = 242, [2] = 484, [3] = 968, [4] = 1452, [5] = 1936, [6] = 2420, [7] = 2904, [8] = 3388, [9] = 3872, [10] = 180, [11] = 360, [12] = 720, [100] = 484,
    };

    /// <summary>Writes the file that a request names; says what is wrong, or nothing.</summary>
    public async Task<Xl30Error?> WriteAsync(Xl30Message request, ushort linesCode, CancellationToken cancellationToken)
    {
        if (request.Payload.Length < 8) return Xl30Error.Payload;
        string path = Encoding.ASCII.GetString(request.Payload[4..]).TrimEnd('\0');
        string name = path[(path.LastIndexOfAny(['\\', '/', ':']) + 1)..];
        if (name.Length is 0 or > LongestName || !name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.') || name.StartsWith('.'))
            return Xl30Error.File;
        if (folder is null || !LinesByCode.TryGetValue(linesCode, out int height)) return Xl30Error.File;
        string file = Path.Combine(folder, name.Contains('.', StringComparison.Ordinal) ? name : name + ".TIF");
        if ((request.Payload[0] & OverwriteFlag) == 0 && File.Exists(file)) return Xl30Error.File;
        int width = height * 712 / 484;
        GreyImage image = microscope.Render(microscope.View(new ScanArea(width, height, 0, 0, width - 1, height - 1), 8, DwellUs), cancellationToken);
        try
        {
            await AtomicFile.WriteAsync(file, TiffPicture.Encode(image), cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Xl30Error.File;
        }
    }
}
