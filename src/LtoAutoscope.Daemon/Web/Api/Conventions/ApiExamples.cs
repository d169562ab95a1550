namespace LtoAutoscope.Daemon.Web.Api.Conventions;

/// <summary>Examples in the document of the API. Their figures show form, not results.</summary>
internal static class ApiExamples
{
    /// <summary>A refusal.</summary>
    public const string Problem = """{ "title": "the holder has no stub 'Z'", "status": 400, "detail": "Choose one of 1 to 9.", "where": "stub", "remedy": "Choose one of 1 to 9" }""";

    private const string Job =
        """
        { "job_id": "job-0012", "sample": { "name": "LTO-0412-A", "stub": "3", "material": "lto" }, "recipe": { "name": "standard" }, "state": "Queued", "by": "ada", "priority": 0, "is_confirmed": true }
        """;

    private static readonly Dictionary<string, string> Requests = new(StringComparer.Ordinal)
    {
        ["POST api/v1/queue"] = """{ "name": "LTO-0412-A", "stub": "3", "recipe": "standard", "description": "calcined at 800 °C for 12 h", "expected_diameter_nm": 120, "confirmed": true, "goal": { "particles": 800, "precision_percent": 2.5 } }""",
        ["PATCH api/v1/queue/{id}"] = """{ "priority": 10, "window": { "earliest_start": "2026-11-27T20:00:00Z", "latest_end": "2026-11-28T06:00:00Z" } }""",
        ["POST api/v1/queue/{id}/move"] = """{ "to": 1 }""",
        ["POST api/v1/queue/{id}/hold"] = """{ "reason": "the stub is not dry yet" }""",
        ["POST api/v1/queue/{id}/cancel"] = """{ "reason": "the wrong powder" }""",
        ["POST api/v1/queue/{id}/copy"] = """{ "count": 2 }""",
        ["POST api/v1/pause"] = """{ "after_sample": true }""",
        ["POST api/v1/holder/load"] = """{ "sample": "LTO-0412-A", "stub": "3", "confirmed": true }""",
        ["POST api/v1/holder/unload"] = """{ "sample": "LTO-0412-A" }""",
        ["POST api/v1/holder/confirm"] = """{ "sample": "LTO-0412-A" }""",
        ["PUT api/v1/samples/{name}"] = """{ "name": "LTO-0412-A", "stub": "3", "material": "lto", "batch": "0412", "description": "calcined at 800 °C for 12 h" }""",
        ["POST api/v1/samples/{name}/cells"] = """{ "sample_name": "LTO-0412-A", "cell_name": "A-1", "c_rate_per_hour": 0.1, "first_lithiation_mAh_g": 172.4, "first_delithiation_mAh_g": 165.9 }""",
        ["POST api/v1/alerts/test"] = """{ "channel": "email" }""",
    };

    private static readonly Dictionary<string, string> Answers = new(StringComparer.Ordinal)
    {
        ["POST api/v1/queue"] = Job,
        ["GET api/v1/queue/{id}"] = Job,
        ["POST api/v1/queue/{id}/next"] = Job,
        ["POST api/v1/stop"] = """{ "sent": true, "blank_confirmed": true, "halt_confirmed": true, "sent_after": "00:00:00.0041000", "detail": "" }""",
    };

    /// <summary>An example of a request's body, JSON, or null.</summary>
    public static string? RequestOf(string? method, string? path) => Requests.GetValueOrDefault($"{method} {path?.TrimEnd('/')}");

    /// <summary>An example of an answer, JSON, or null.</summary>
    public static string? AnswerOf(string? method, string? path) => Answers.GetValueOrDefault($"{method} {path?.TrimEnd('/')}");
}
