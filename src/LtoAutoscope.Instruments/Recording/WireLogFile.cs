namespace LtoAutoscope.Instruments.Recording;

/// <summary>One file that takes a whole recording.</summary>
internal sealed class WireLogFile(string path) : IWireLogTarget
{
    private bool _isBegun;

    public long StreamBytes => long.MaxValue;

    public Stream Next()
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        // After trouble with the disk it goes on in the same file.
        var stream = new FileStream(path, _isBegun ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        _isBegun = true;
        return stream;
    }
}
