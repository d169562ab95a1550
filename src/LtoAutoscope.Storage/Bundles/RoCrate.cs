using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Storage.Bundles;

/// <summary>
/// <c>ro-crate-metadata.json</c> of a run: the files with type, length and hash, the sample, the instrument, the software, and by which of them each result was made. A flat JSON-LD graph.
/// </summary>
/// <remarks>
/// Source: RO-Crate Metadata Specification 1.1 (2020), doi:10.5281/zenodo.4541002, its parts on data entities and on the provenance of data. <c>sha256</c> is schema.org's, added to the context
/// because that of RO-Crate 1.1 lacks it, with http as all of the context's terms.
/// </remarks>
internal static class RoCrate
{
    internal const string FileName = "ro-crate-metadata.json";
    private const string Root = "./", Sample = "#sample", Instrument = "#instrument", Software = "#software", Network = "#segmentation-network", FramesFolder = "frames/", NoLicence = "#no-licence-stated";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Render(CrateContent crate)
    {
        string[] frames = [.. crate.Files.Select(file => file.Name).Where(name => name.StartsWith(FramesFolder, StringComparison.Ordinal))];
        JsonArray graph =
        [
            new JsonObject { ["@id"] = FileName, ["@type"] = "CreativeWork", ["about"] = Ref(Root), ["conformsTo"] = Ref("https://w3id.org/ro/crate/1.1") },
            RootOf(crate, frames.Length > 0),
            Licence(crate.Options),
        ];
        foreach (BundleAuthor author in AuthorsOf(crate.Options)) graph.Add(Person(author));
        graph.Add(SampleOf(crate.Run.Sample));
        foreach (JsonObject property in SampleProperties(crate.Run.Sample)) graph.Add(property);
        graph.Add(InstrumentOf(crate));
        graph.Add(new JsonObject { ["@id"] = Software, ["@type"] = "SoftwareApplication", ["name"] = "LtoAutoscope", ["softwareVersion"] = crate.Run.SoftwareVersion, ["version"] = crate.Run.SoftwareVersion, ["license"] = Ref("https://spdx.org/licenses/MIT") });
        graph.Add(new JsonObject { ["@id"] = Network, ["@type"] = "SoftwareApplication", ["name"] = crate.Run.SegmentationModel, ["description"] = "Network that found the particles; name of its file and SHA-256" });
        foreach (JsonObject measured in Measured(crate.Morphology, crate.Cell)) graph.Add(measured);
        foreach (JsonObject action in Actions(crate, frames.Length > 0)) graph.Add(action);
        if (frames.Length > 0)
            graph.Add(new JsonObject { ["@id"] = FramesFolder, ["@type"] = "Dataset", ["name"] = "Frames", ["description"] = "What the microscope took, with previews and outlines", ["hasPart"] = new JsonArray([.. frames.Select(name => Ref(Id(name)))]) });
        foreach (BundledFile file in crate.Files)
        {
            graph.Add(new JsonObject
            {
                ["@id"] = Id(file.Name), ["@type"] = "File", ["name"] = file.Name, ["description"] = BundleContent.Describe(file.Name), ["encodingFormat"] = BundleContent.MediaType(file.Name),
                ["contentSize"] = file.Bytes.ToString(CultureInfo.InvariantCulture), ["sha256"] = file.Sha256,
            });
        }

        graph.Add(new JsonObject { ["@id"] = RunBundle.Manifest, ["@type"] = "File", ["name"] = RunBundle.Manifest, ["description"] = BundleContent.Describe(RunBundle.Manifest), ["encodingFormat"] = "text/plain" });
        return new JsonObject
        {
            ["@context"] = new JsonArray("https://w3id.org/ro/crate/1.1/context", new JsonObject { ["sha256"] = "http://schema.org/sha256" }), ["@graph"] = graph,
        }.ToJsonString(Indented) + "\n";
    }

    /// <summary>A path as an identifier relative to the crate.</summary>
    internal static string Id(string name) => string.Join('/', name.Split('/').Select(Uri.EscapeDataString));

    private static JsonObject RootOf(CrateContent crate, bool hasFrames)
    {
        RunRecord run = crate.Run;
        string kind = run.IsSimulated ? "Simulated by a microscope in software: no real instrument and no real powder stands behind these files. " : "";
        var root = new JsonObject
        {
            ["@id"] = Root, ["@type"] = "Dataset", ["identifier"] = run.RunId, ["name"] = $"{run.Sample.Name}: particle size and shape by scanning electron microscopy, run {run.RunId}",
            ["description"] = $"{kind}Frames, particles, size and shape distributions with uncertainty, cell model and prediction of the sample {run.Sample.Name}{(run.Sample.Description.Length > 0 ? $" ({run.Sample.Description})" : "")}, taken with the recipe {run.Recipe.Name}."
                + (crate.Options.Frames ? "" : " The frames themselves were left out.") + (crate.Options.Fields ? "" : " The cell model's fields were left out."),
            ["datePublished"] = Time(crate.EndedAt ?? run.CreatedAt), ["dateCreated"] = Time(run.CreatedAt), ["creativeWorkStatus"] = crate.State,
            ["license"] = Ref(LicenceId(crate.Options)), ["about"] = Ref(Sample), ["keywords"] = "scanning electron microscopy, particle size distribution, battery material" + (run.IsSimulated ? ", simulated" : ""),
            ["mentions"] = new JsonArray([.. Actions(crate, hasFrames).Select(action => Ref(action["@id"]!.GetValue<string>()))]),
            ["variableMeasured"] = new JsonArray([.. Measured(crate.Morphology, crate.Cell).Select(measured => Ref(measured["@id"]!.GetValue<string>()))]),
            ["hasPart"] = new JsonArray([.. hasFrames ? (JsonNode[])[Ref(FramesFolder)] : [], .. crate.Files.Where(file => !file.Name.StartsWith(FramesFolder, StringComparison.Ordinal)).Select(file => Ref(Id(file.Name))), Ref(RunBundle.Manifest)]),
        };
        if (crate.Options.Authors.Count > 0) root["author"] = new JsonArray([.. AuthorsOf(crate.Options).Select(author => Ref(PersonId(author)))]);
        return root;
    }

    private static JsonObject Licence(BundleOptions options) => options.Licence is { Length: > 0 } licence
        ? new JsonObject { ["@id"] = LicenceId(options), ["@type"] = "CreativeWork", ["name"] = licence }
        : new JsonObject { ["@id"] = NoLicence, ["@type"] = "CreativeWork", ["name"] = "No licence is stated", ["description"] = "Whoever made this bundle named no licence: ask them before it is used. Give --licence when a bundle is made for others." };

    private static string LicenceId(BundleOptions options) => options.Licence is not { Length: > 0 } licence ? NoLicence : Uri.TryCreate(licence, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" ? licence : "#licence";

    /// <summary>Each person once: an identifier may stand in the graph only once.</summary>
    private static IEnumerable<BundleAuthor> AuthorsOf(BundleOptions options) => options.Authors.DistinctBy(PersonId);

    private static JsonObject Person(BundleAuthor author) => new() { ["@id"] = PersonId(author), ["@type"] = "Person", ["name"] = author.Name };

    private static string PersonId(BundleAuthor author) => author.Orcid is { } orcid ? "https://orcid.org/" + orcid : "#person-" + Uri.EscapeDataString(author.Name);

    private static JsonObject SampleOf(Sample sample) => new()
    {
        ["@id"] = Sample, ["@type"] = "Product", ["name"] = sample.Name, ["description"] = sample.Description, ["material"] = sample.Material, ["category"] = "powder sample",
        ["additionalProperty"] = new JsonArray([.. SampleProperties(sample).Select(property => Ref(property["@id"]!.GetValue<string>()))]),
    };

    private static IEnumerable<JsonObject> SampleProperties(Sample sample)
    {
        if (sample.Batch.Length > 0) yield return Property("#sample-batch", "batch", sample.Batch, null);
        if (sample.BetAreaM2PerG is { } bet) yield return Property("#sample-bet", "specific surface by nitrogen adsorption (BET)", bet, "m2/g");
        if (sample.Synthesis is not { } made) yield break;
        if (made.TemperatureC is { } temperature) yield return Property("#sample-temperature", "temperature of the synthesis", temperature, "Cel");
        if (made.Ph is { } ph) yield return Property("#sample-ph", "pH", ph, "[pH]");
        if (made.PrecursorMolPerL is { } precursor) yield return Property("#sample-precursor", "concentration of the precursor", precursor, "mol/L");
        if (made.DurationH is { } hours) yield return Property("#sample-duration", "time at that temperature", hours, "h");
        for (int i = 0; i < made.Fields.Count; i++)
            yield return Property(FormattableString.Invariant($"#sample-field-{i + 1}"), made.Fields[i].Name, made.Fields[i].Value, made.Fields[i].Unit.Length > 0 ? made.Fields[i].Unit : null);
    }

    private static JsonObject InstrumentOf(CrateContent crate)
    {
        FrameMetadata? frame = crate.FirstFrame;
        var instrument = new JsonObject
        {
            ["@id"] = Instrument, ["@type"] = "IndividualProduct", ["name"] = frame?.Instrument is { Length: > 0 } told ? told : crate.Run.Instrument,
            ["description"] = crate.Run.IsSimulated ? "A microscope in software (simulated)" : "Scanning electron microscope", ["alternateName"] = crate.Run.Instrument,
        };
        if (frame?.Vendor is { Length: > 0 } vendor) instrument["manufacturer"] = vendor;
        if (frame?.SerialNumber is { Length: > 0 } serial) instrument["serialNumber"] = serial;
        return instrument;
    }

    private static IEnumerable<JsonObject> Measured(Morphology? morphology, CellPrediction? cell)
    {
        if (morphology is not null)
        {
            yield return Ranged("#d50", "median diameter by number (area-equivalent circle)", morphology.DiameterNm.Median, morphology.DiameterNm.MedianCi95, "nm");
            yield return Ranged("#aspect-ratio", "mean aspect ratio by number", morphology.AspectRatio.Mean, morphology.AspectRatio.MeanCi95, "1");
            yield return Property("#particles", "whole particles counted", morphology.ParticleCount, "1");
        }

        if (cell is not null) yield return Ranged("#ce1", "first-cycle Coulombic efficiency of the cell model, " + ConventionOf(cell), cell.Ce1, cell.Ce1Interval, "1");
    }

    /// <summary>The convention as the model's own file tells it; delithiation over lithiation in files of earlier versions.</summary>
    private static string ConventionOf(CellPrediction cell)
        => cell.RunWith.GetValueOrDefault("efficiency") is JsonElement { ValueKind: JsonValueKind.String } told ? told.GetString()! : EfficiencyConvention.DelithiationOverLithiation.Words();

    private static JsonObject Ranged(string id, string name, double value, double[] interval, string unit)
    {
        JsonObject property = Property(id, name, double.IsFinite(value) ? value : "unknown", unit);
        if (interval is not [var low, var high] || !double.IsFinite(low) || !double.IsFinite(high)) return property;
        (property["minValue"], property["maxValue"], property["description"]) = (low, high, "minValue to maxValue: 95 % interval");
        return property;
    }

    private static JsonObject Property(string id, string name, JsonNode value, string? unit)
    {
        var property = new JsonObject { ["@id"] = id, ["@type"] = "PropertyValue", ["name"] = name, ["value"] = value };
        if (unit is not null) property["unitText"] = unit;
        return property;
    }

    /// <summary>Who or what made which files from which.</summary>
    private static IEnumerable<JsonObject> Actions(CrateContent crate, bool hasFrames)
    {
        HashSet<string> there = [.. crate.Files.Select(file => file.Name)];
        JsonArray Those(params string[] names) => new([.. names.Where(name => there.Contains(name) || (name == FramesFolder && hasFrames)).Select(name => Ref(name == FramesFolder ? name : Id(name)))]);
        if (hasFrames)
            yield return Action("#acquisition", "Acquisition", Instrument, new JsonArray(Ref(Sample)), Those(FramesFolder), crate);
        if (Those("particles.csv", "morphology.json") is { Count: > 0 } measured)
        {
            JsonObject action = Action("#measurement", "Segmentation and measurement", Software, Those(FramesFolder), Those("particles.csv", "particles.parquet", "morphology.json"), null);
            action["instrument"] = new JsonArray(Ref(Software), Ref(Network));
            yield return action;
        }

        if (there.Contains("fem/result.json")) yield return Action("#cell-model", "Cell model", Software, Those("morphology.json"), Those("fem/result.json", "fem/voltage.csv"), null);
        if (there.Contains("prediction.json")) yield return Action("#regression", "Regression", Software, Those("morphology.json"), Those("prediction.json"), null);
    }

    private static JsonObject Action(string id, string name, string instrument, JsonArray from, JsonArray made, CrateContent? times)
    {
        var action = new JsonObject { ["@id"] = id, ["@type"] = "CreateAction", ["name"] = name, ["instrument"] = Ref(instrument), ["object"] = from, ["result"] = made };
        if (times is not null) action["startTime"] = Time(times.Run.CreatedAt);
        if (times?.EndedAt is { } ended) action["endTime"] = Time(ended);
        return action;
    }

    private static JsonObject Ref(string id) => new() { ["@id"] = id };

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
