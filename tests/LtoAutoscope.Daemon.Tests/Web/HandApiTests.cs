using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LtoAutoscope.Domain.Audits;

namespace LtoAutoscope.Daemon.Tests.Web;

public sealed class HandApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Control_TwoPeople_OneMovesAndTheOtherIsToldWhyNot()
    {
        await using HandBench bench = await HandBench.StartAsync();
        HttpClient admin = await bench.Web.SignedInAsync(), robot = bench.Robot();

        Assert.Contains("Take control first", await ProblemAsync(robot, "/api/v1/instruments/jog", new { x_mm = 0.1 }, HttpStatusCode.BadRequest), StringComparison.Ordinal);
        Assert.Equal("robot", (await PostAsync(robot, "/api/v1/control/take", new { })).GetProperty("holder").GetString());
        Assert.Contains("robot has control", await ProblemAsync(admin, "/api/v1/instruments/jog", new { x_mm = 0.1 }, HttpStatusCode.BadRequest), StringComparison.Ordinal);
        Assert.Equal(0.5, (await PostAsync(robot, "/api/v1/instruments/jog", new { x_mm = 0.5 })).GetProperty("x_mm").GetDouble(), 2);
        Assert.Contains("stage x", await ProblemAsync(robot, "/api/v1/instruments/move", new { x_mm = 90 }, HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
        Assert.Equal("admin", (await PostAsync(admin, "/api/v1/control/request", new { reason = "tilt" })).GetProperty("request").GetProperty("by").GetString());
        Assert.Equal("admin", (await PostAsync(robot, "/api/v1/control/answer", new { grant = true })).GetProperty("holder").GetString());
        await ProblemAsync(robot, "/api/v1/control/force", new { reason = "mine" }, HttpStatusCode.Forbidden);

        AuditEntry[] trail = [.. bench.Web.Audit.Entries];
        Assert.Equal(["control.take", "control.ask", "control.grant"], trail.Where(entry => entry is { Result: AuditResult.Done } && entry.Action.StartsWith("control.", StringComparison.Ordinal)).Select(entry => entry.Action));
        AuditEntry jog = Assert.Single(trail, entry => entry is { Action: "instrument.jog", Result: AuditResult.Done });
        Assert.Equal(("robot", "x 0.5 mm"), (jog.Who, jog.Target));
        Assert.NotEqual(jog.Before, jog.After);
        Assert.Contains(trail, entry => entry is { Who: "admin", Action: "instrument.jog", Result: AuditResult.Refused });
    }

    [Fact]
    public async Task Console_ForbiddenWord_IsRefusedAndAnAllowedOneEchoesTheWire()
    {
        await using HandBench bench = await HandBench.StartAsync();
        HttpClient admin = await bench.Web.SignedInAsync();
        await ProblemAsync(bench.Robot(), "/api/v1/instruments/console", new { command = "StgGetPosition" }, HttpStatusCode.Forbidden); // an operator may not
        await ProblemAsync(admin, "/api/v1/instruments/console", new { command = "StgGetPosition" }, HttpStatusCode.BadRequest); // not without control
        await PostAsync(admin, "/api/v1/control/take", new { });
        Assert.Contains("forbidden", await ProblemAsync(admin, "/api/v1/instruments/console", new { command = "StgMoveTo f:1 f:1" }, HttpStatusCode.BadRequest), StringComparison.Ordinal);
        JsonElement answer = await PostAsync(admin, "/api/v1/instruments/console", new { command = "StgGetPosition" });
        Assert.StartsWith("f:", answer.GetProperty("answer").GetString(), StringComparison.Ordinal);
        Assert.Equal(["sent", "received"], answer.GetProperty("wire").EnumerateArray().Select(line => line.GetProperty("kind").GetString()).Distinct());

        string[] wire = [];
        for (int i = 0; i < 400 && !wire.Any(line => line.Contains("StgGetPosition", StringComparison.Ordinal)); i++)
        {
            await Task.Delay(25, Token); // the recorder writes on a thread of its own
            JsonElement page = await admin.GetFromJsonAsync<JsonElement>("/api/v1/instruments/wire?purpose=console&take=20", Token);
            wire = [.. page.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("text").GetString()!)];
        }

        Assert.Contains(wire, line => line.Contains("StgGetPosition", StringComparison.Ordinal));
        Assert.DoesNotContain(wire, line => line.Contains("StgMoveTo", StringComparison.Ordinal));
        using HttpResponseMessage file = await admin.GetAsync("/api/v1/instruments/wire/files/1", Token);
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        using HttpResponseMessage none = await admin.GetAsync("/api/v1/instruments/wire/files/..%2f..%2flock", Token);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task Frame_ByHand_HasScaleAndIsCachedByETag()
    {
        await using HandBench bench = await HandBench.StartAsync();
        HttpClient robot = bench.Robot();
        await PostAsync(robot, "/api/v1/control/take", new { });
        Assert.Contains("the beam is off", await ProblemAsync(robot, "/api/v1/instruments/frame", new { width_px = 128, height_px = 96 }, HttpStatusCode.BadRequest), StringComparison.Ordinal);
        await PostAsync(robot, "/api/v1/instruments/beam", new { on = true, energy_kv = 5 });
        JsonElement frame = await PostAsync(robot, "/api/v1/instruments/frame", new { width_px = 128, height_px = 96, bits_per_pixel = 16, dwell_us = 0.5 });
        Assert.True(frame.GetProperty("metadata").GetProperty("pixel_size_nm").GetDouble() > 0);
        using HttpResponseMessage picture = await robot.GetAsync(frame.GetProperty("preview").GetString(), Token);
        Assert.Equal("image/jpeg", picture.Content.Headers.ContentType!.MediaType);
        using var again = new HttpRequestMessage(HttpMethod.Get, frame.GetProperty("preview").GetString());
        again.Headers.IfNoneMatch.Add(picture.Headers.ETag!);
        using HttpResponseMessage unchanged = await robot.SendAsync(again, Token);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        JsonElement free = await PostAsync(robot, "/api/v1/control/release", new { });
        Assert.Equal("free", free.GetProperty("kind").GetString());
        Assert.True(free.GetProperty("last_end").GetProperty("safe").GetProperty("blank_confirmed").GetBoolean());
    }

    [Fact]
    public async Task Recipe_ChangedMeanwhile_Is412AndNothingIsLost()
    {
        await using HandBench bench = await HandBench.StartAsync();
        HttpClient admin = await bench.Web.SignedInAsync();
        await Domain.Files.AtomicFile.WriteTextAsync(Path.Combine(bench.Recipes, "lab.yaml"), "name: lab\nareas: 3\n", Token);
        using HttpResponseMessage read = await admin.GetAsync("/api/v1/recipes/lab", Token);
        string etag = read.Headers.ETag!.Tag;

        using HttpResponseMessage unconditional = await PutAsync(admin, "name: lab\nareas: 4\n", null);
        Assert.Equal(HttpStatusCode.PreconditionRequired, unconditional.StatusCode);
        using HttpResponseMessage first = await PutAsync(admin, "name: lab\nareas: 4\n", etag);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(2, (await first.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("version").GetInt32()); // raised, because it means something else
        using HttpResponseMessage second = await PutAsync(admin, "name: lab\nareas: 5\n", etag);
        Assert.Equal(HttpStatusCode.PreconditionFailed, second.StatusCode);
        Assert.Equal(first.Headers.ETag!.Tag, second.Headers.ETag!.Tag);
        Assert.Contains("areas: 4", await File.ReadAllTextAsync(Path.Combine(bench.Recipes, "lab.yaml"), Token), StringComparison.Ordinal);
        using HttpResponseMessage wrong = await PutAsync(admin, "name: lab\nareas: 5000\nspeed: 3\n", first.Headers.ETag.Tag);
        string problem = await wrong.Content.ReadAsStringAsync(Token);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("line 2: areas", problem, StringComparison.Ordinal);
        Assert.Contains("there is no key 'speed'", problem, StringComparison.Ordinal);
        Assert.Equal([AuditResult.Done, AuditResult.Refused, AuditResult.Refused], bench.Web.Audit.Entries.Where(entry => entry.Action == "recipe.save").Select(entry => entry.Result));
    }

    private static async Task<HttpResponseMessage> PutAsync(HttpClient client, string yaml, string? etag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/recipes/lab") { Content = JsonContent.Create(new { yaml, raise_version = true }) };
        if (etag is not null) request.Headers.TryAddWithoutValidation("If-Match", etag);
        return await client.SendAsync(request, Token);
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, object body)
    {
        using HttpResponseMessage answer = await client.PostAsJsonAsync(path, body, Token);
        string text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<string> ProblemAsync(HttpClient client, string path, object body, HttpStatusCode expected)
    {
        using HttpResponseMessage answer = await client.PostAsJsonAsync(path, body, Token);
        string text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.StatusCode == expected, $"{path}: {answer.StatusCode} {text}");
        return text;
    }
}
