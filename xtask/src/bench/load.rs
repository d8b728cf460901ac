//! Requests over plain connections that stay open, one after the other as each
//! is answered, by as many threads as there are users.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// One user's connection.
pub struct Connection {
    stream: BufReader<TcpStream>,
    port: u16,
    cookie: String,
}

impl Connection {
    /// Connects.
    pub fn open(port: u16, token: &str) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).context("cannot connect to the server")?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(120)))?;
        let cookie = format!("__Host-familiekart={token}");
        Ok(Self { stream: BufReader::new(stream), port, cookie })
    }

    /// Asks for a page as a browser does; gives the time until all of it is
    /// here, and what came.
    pub fn get(&mut self, path: &str) -> Result<(Duration, Vec<u8>)> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: localhost:{}\r\naccept: text/html\r\naccept-encoding: gzip\r\ncookie: {}\r\n\r\n",
            self.port, self.cookie
        );
        self.ask(&request)
    }

    /// Calls a server function as a page does.
    pub fn call(&mut self, name: &str, form: &str) -> Result<(Duration, Vec<u8>)> {
        let request = format!(
            "POST /api/{name} HTTP/1.1\r\nhost: localhost:{0}\r\norigin: http://localhost:{0}\r\n\
             accept: application/json\r\ncontent-type: application/x-www-form-urlencoded\r\n\
             content-length: {1}\r\ncookie: {2}\r\n\r\n{form}",
            self.port,
            form.len(),
            self.cookie
        );
        self.ask(&request)
    }

    fn ask(&mut self, request: &str) -> Result<(Duration, Vec<u8>)> {
        let start = Instant::now();
        self.stream.get_mut().write_all(request.as_bytes())?;
        let body = self.answer()?;
        Ok((start.elapsed(), body))
    }

    fn answer(&mut self) -> Result<Vec<u8>> {
        let status = self.line()?;
        let (mut length, mut chunked) = (0, false);
        loop {
            let line = self.line()?.to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().context("a wrong length")?;
            }
            chunked |= line.starts_with("transfer-encoding:") && line.contains("chunked");
        }
        let mut body = Vec::new();
        if chunked {
            loop {
                let size = usize::from_str_radix(self.line()?.trim(), 16).context("a wrong chunk")?;
                let begin = body.len();
                body.resize(begin + size, 0);
                self.stream.read_exact(&mut body[begin..])?;
                self.line()?;
                if size == 0 {
                    break;
                }
            }
        } else {
            body.resize(length, 0);
            self.stream.read_exact(&mut body)?;
        }
        if !status.starts_with("HTTP/1.1 200") {
            bail!("the server answers {status}: {}", String::from_utf8_lossy(&body));
        }
        Ok(body)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            bail!("the server closed the connection");
        }
        Ok(line.trim_end().to_owned())
    }
}

/// What a load found.
pub struct Found {
    /// Requests that were answered.
    pub requests: usize,
    /// Seconds that it took.
    pub seconds: f64,
    times: Vec<Duration>,
}

impl Found {
    /// Milliseconds within which this part of the requests was answered.
    pub fn within(&self, part: f64) -> f64 {
        let at = ((self.times.len() as f64 * part) as usize).min(self.times.len().saturating_sub(1));
        self.times.get(at).map_or(f64::NAN, |it| it.as_secs_f64() * 1000.0)
    }
}

/// All users at once for so long, each asking again after a pause.
pub fn together(
    users: Vec<Connection>,
    lasting: Duration,
    pause: Duration,
    ask: impl Fn(&mut Connection, usize, usize) -> Result<Duration> + Sync,
) -> Result<Found> {
    let (start, over) = (Instant::now(), AtomicBool::new(false));
    let count = users.len() as u32;
    let results: Vec<Result<Vec<Duration>>> = std::thread::scope(|scope| {
        let work = |(user, mut connection): (usize, Connection)| {
            let (over, ask) = (&over, &ask);
            scope.spawn(move || {
                // Not all at the same moment.
                std::thread::sleep(pause * user as u32 / count.max(1));
                let (mut times, mut turn) = (Vec::new(), 0);
                while !over.load(Ordering::Relaxed) {
                    times.push(ask(&mut connection, user, turn)?);
                    turn += 1;
                    std::thread::sleep(pause);
                }
                Ok(times)
            })
        };
        let threads: Vec<_> = users.into_iter().enumerate().map(work).collect();
        std::thread::sleep(lasting);
        over.store(true, Ordering::Relaxed);
        threads.into_iter().map(|it| it.join().unwrap_or_else(|_| bail!("a user gave up"))).collect()
    });
    let mut times = Vec::new();
    for result in results {
        times.extend(result?);
    }
    times.sort_unstable();
    Ok(Found { requests: times.len(), seconds: start.elapsed().as_secs_f64(), times })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_most_requests_keep_within() {
        let found = Found { requests: 4, seconds: 1.0, times: [1, 2, 3, 100].map(Duration::from_millis).to_vec() };
        assert_eq!((found.within(0.5), found.within(0.95)), (3.0, 100.0));
        assert!(Found { requests: 0, seconds: 1.0, times: Vec::new() }.within(0.5).is_nan());
    }
}
