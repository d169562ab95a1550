using System.Text;

namespace LtoAutoscope.Storage.Bundles;

/// <summary><c>README.txt</c> of a bundle.</summary>
internal static class BundleReadMe
{
    internal static string Render(CrateContent crate)
    {
        var text = new StringBuilder($"{crate.Run.Sample.Name}, run {crate.Run.RunId}\n\n");
        if (crate.Run.IsSimulated) text.Append("SIMULATED: a microscope in software took these frames. No real instrument and no real powder stands behind them.\n\n");
        text.Append("A run of LtoAutoscope: electron micrographs of a powder, the particles on them, their size and shape with uncertainty, and what a cell model and a regression make of it.\n\n");
        if (crate.Files.Any(file => file.Name == "report.html")) text.Append("report.html              read this first; it stands alone and prints\n");
        text.Append("particles.csv, .parquet  one row a particle, units in the names of the columns (and in the metadata of both)\nmorphology.json          distributions and uncertainty budgets\n");
        text.Append(crate.Options.Frames ? "frames/*.tif             as taken, OME-XML inside: Fiji, QuPath, napari\n" : "frames/                  previews and outlines only: the frames were left out of this bundle\n");
        text.Append("fem/                     cell model (fields for ParaView)\nregister/                sample and measured cells as registered when the bundle was made\n");
        text.Append($"{RoCrate.FileName}   the same for programs (RO-Crate 1.1)\n{RunBundle.Manifest}      check with: sha256sum -c {RunBundle.Manifest}\n");
        text.Append("                         or with: lto-autoscope verify THIS.zip\n\n");
        text.Append(crate.Options.Licence is { Length: > 0 } licence ? $"Licence: {licence}\n" : "Licence: none is stated. Ask whoever gave you this bundle before you use it.\n");
        return text.ToString();
    }
}
