using System.Globalization;
using BitMiracle.LibTiff.Classic;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>Keeps the TIFF library from writing to the console; the last error of a thread is kept for the message.</summary>
internal sealed class QuietTiffErrors : TiffErrorHandler
{
    [ThreadStatic]
    private static string? last;

    /// <summary>Installs the handler for the process.</summary>
    internal static void Install() => Tiff.SetErrorHandler(new QuietTiffErrors());

    /// <summary>The last error on this thread, which it forgets.</summary>
    internal static string Take(string otherwise)
    {
        string text = last ?? otherwise;
        last = null;
        return text;
    }

    public override void ErrorHandler(Tiff tif, string method, string format, params object[] args) => Keep(format, args);

    public override void ErrorHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
    {
    }

    public override void WarningHandler(Tiff tif, string method, string format, params object[] args)
    {
    }

    public override void WarningHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
    {
    }

    private static void Keep(string format, object[] args)
    {
        try
        {
            last = string.Format(CultureInfo.InvariantCulture, format, args);
        }
        catch (FormatException)
        {
            last = format;
        }
    }
}
