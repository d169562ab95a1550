using System.Globalization;
using System.Text;
using LtoAutoscope.Twin.Column;

namespace LtoAutoscope.Twin.Servers.RemCon32;

/// <summary>The text that Zeiss' SmartSEM writes into its TIFF files as tag 34118: bare numbers, then pairs of lines of a key and a name with value and unit.</summary>
/// <remarks>As seen in public files: Latin-1, carriage return and line feed, units chosen by size.</remarks>
internal static class SmartSemTag
{
    internal const ushort Number = 34118;

    private const double DisplayWidthPx = 1024;

    /// <summary>The tag for a frame as the instrument believes it to be, with a zero at the end.</summary>
    internal static byte[] Of(ColumnModel column, int widthPx, int heightPx, double dwellUs)
    {
        double pixelNm = column.FieldWidthUm * 1000 / widthPx;
        var text = new StringBuilder();
        foreach (string line in (string[])["0", "0", "0", (pixelNm * 1e-9 * widthPx / DisplayWidthPx).ToString("E6", CultureInfo.InvariantCulture), "0"]) text.Append(line).Append("\r\n");
        Add("DP_IMAGE_STORE", $"Store resolution = {widthPx} * {heightPx}");
        Add("DP_DETECTOR_CHANNEL", $"Signal A = {column.DetectorName}");
        Add("DP_SEM", "SEM = LtoAutoscope twin");
        Add("AP_MAG", $"Mag = {Magnification(RemCon32Column.FieldTimesMagnification / column.FieldWidthUm)}");
        Add("AP_WD", string.Create(CultureInfo.InvariantCulture, $"WD = {column.WorkingDistanceMm:0.0##} mm"));
        Add("AP_ACTUALKV", string.Create(CultureInfo.InvariantCulture, $"EHT = {column.VoltageV / 1000:0.00} kV"));
        Add("DP_DWELL_TIME", string.Create(CultureInfo.InvariantCulture, $"Dwell Time = {dwellUs * 1000:0.###} ns"));
        Add("AP_WIDTH", $"Width = {Length(column.FieldWidthUm * 1000)}");
        Add("AP_IMAGE_PIXEL_SIZE", $"Image Pixel Size = {Length(pixelNm)}");
        Add("AP_PIXEL_SIZE", $"Pixel Size = {Length(pixelNm * widthPx / DisplayWidthPx)}");
        Add("SV_SERIAL_NUMBER", "Serial No. = TWIN-0001");
        return [.. Encoding.Latin1.GetBytes(text.ToString()), 0];

        void Add(string key, string line) => text.Append(key).Append("\r\n").Append(line).Append("\r\n");
    }

    private static string Length(double nm) => nm switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{nm * 1000:0.0} pm"),
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{nm:0.000} nm"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nm / 1000:0.000} µm"),
    };

    private static string Magnification(double value) => value < 1000 ? string.Create(CultureInfo.InvariantCulture, $"{value:0} X") : string.Create(CultureInfo.InvariantCulture, $"{value / 1000:0.00} K X");
}
